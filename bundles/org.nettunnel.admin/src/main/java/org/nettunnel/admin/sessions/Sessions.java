package org.nettunnel.admin.sessions;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import org.nettunnel.api.admin.Session;
import org.nettunnel.api.node.Accounts.User;

/// Who is logged in. Tokens are 256 random bits; only their hashes are kept, so that nothing here opens a door.
///
/// **Threads:** any.
public final class Sessions {
    public static final Duration LIFE = Duration.ofHours(12);
    public static final Duration IDLE = Duration.ofMinutes(30);
    /// Of one user; past it the one of his that was idle longest goes, never another user's.
    public static final int MOST = 32;
    private static final int TOKEN_BYTES = 32;

    private final SecureRandom random = new SecureRandom();
    private final InstantSource clock;
    /// Guarded by this.
    private final Map<String, Login> logins = new HashMap<>();
    /// How often all sessions of a user were ended, by his name. Guarded by this.
    private final Map<String, Long> ends = new HashMap<>();

    public Sessions(InstantSource clock) {
        this.clock = clock;
    }

    /// A session while it holds.
    ///
    /// @param csrf what pages of the node show with each change
    public record Login(String user, String csrf, Instant expires, Instant lastUsed) {
        boolean isOver(Instant now) {
            return !now.isBefore(expires) || !now.isBefore(lastUsed.plus(IDLE));
        }

        @Override
        public String toString() {
            return "Login[user=" + user + ", expires=" + expires + "]";
        }
    }

    /// How often all sessions of a user were ended: to be read before his password is checked.
    public synchronized long ends(String user) {
        return ends.getOrDefault(user.toLowerCase(Locale.ROOT), 0L);
    }

    /// For one whose password was checked; empty when all his sessions were ended meanwhile, since it may be an old one.
    public synchronized Optional<Session> open(User user, long endsBefore) {
        return ends(user.name()) == endsBefore ? Optional.of(open(user)) : Optional.empty();
    }

    public synchronized Session open(User user) {
        Instant now = clock.instant();
        logins.values().removeIf(login -> login.isOver(now));
        var own = logins.entrySet().stream().filter(entry -> entry.getValue().user.equals(user.name())).toList();
        if (own.size() >= MOST)
            own.stream().min(Comparator.comparing(entry -> entry.getValue().lastUsed)).map(Map.Entry::getKey).ifPresent(logins::remove);
        String token = token(random);
        Login login = new Login(user.name(), token(random), now.plus(LIFE).truncatedTo(ChronoUnit.SECONDS), now);
        logins.put(hash(token), login);
        return new Session(token, user.name(), user.role().name().toLowerCase(Locale.ROOT), login.expires, login.csrf);
    }

    /// The session of a token, while it holds; using it keeps it from being idle.
    public synchronized Optional<Login> use(String token) {
        Optional<Login> login = look(token);
        login.ifPresent(held -> logins.put(hash(token), new Login(held.user, held.csrf, held.expires, clock.instant())));
        return login;
    }

    /// The same, but it counts as no use.
    public synchronized Optional<Login> look(String token) {
        String hash = hash(token);
        Login login = logins.get(hash);
        if (login == null) return Optional.empty();
        if (!login.isOver(clock.instant())) return Optional.of(login);
        logins.remove(hash);
        return Optional.empty();
    }

    public synchronized void close(String token) {
        logins.remove(hash(token));
    }

    /// Ends all sessions of a user: he wants it so, or his password is another, or he is no more.
    public synchronized void closeAll(String user) {
        ends.put(user, ends(user) + 1);
        logins.values().removeIf(login -> login.user.equals(user));
    }

    public static String token(SecureRandom random) {
        byte[] bytes = new byte[TOKEN_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static String hash(String token) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("this Java has no SHA-256", impossible);
        }
    }
}
