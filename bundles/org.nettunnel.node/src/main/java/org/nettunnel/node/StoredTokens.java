package org.nettunnel.node;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import org.nettunnel.api.node.RequestRefused;
import org.nettunnel.api.node.RequestRefused.Reason;
import org.nettunnel.api.node.Tokens;
import org.nettunnel.node.store.Account;
import org.nettunnel.node.store.Account.KeptToken;
import org.nettunnel.node.store.NodeStore;

/// The personal access tokens in `accounts.json`.
///
/// **Threads:** safe for any.
public class StoredTokens implements Tokens {
    private static final int SECRET_BYTES = 32;
    private static final int ID_BYTES = 6;
    private static final int MOST = 50;
    private static final int LONGEST_TEXT = 100;

    private final NodeStore store;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();
    /// By id, of those that are there.
    private final Map<String, Instant> lastUsed = new ConcurrentHashMap<>();

    public StoredTokens(NodeStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    @Override
    public List<Token> of(String user) {
        return store.accounts().stream().filter(each -> each.user().name().equals(user)).flatMap(each -> each.tokens().stream()).map(this::token).toList();
    }

    @Override
    public Issued issue(String user, Draft draft) throws RequestRefused, IOException {
        check(draft);
        byte[] secret = new byte[SECRET_BYTES];
        random.nextBytes(secret);
        byte[] id = new byte[ID_BYTES];
        random.nextBytes(id);
        String text = PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        var token = new KeptToken(HexFormat.of().formatHex(id), draft.name(), Hashes.sha256(text), draft.scopes(), now,
                now.plus(draft.life()).truncatedTo(ChronoUnit.SECONDS));
        store.<RequestRefused>changeAccounts(accounts -> {
            Account account = StoredRoster.known(accounts, user);
            // those that are too old make room
            List<KeptToken> tokens = new ArrayList<>(account.tokens().stream().filter(each -> now.isBefore(each.expires())).toList());
            if (tokens.stream().anyMatch(each -> each.name().equals(draft.name())))
                throw new RequestRefused(Reason.CONFLICT, "user '" + user + "' has a token '" + draft.name() + "' already: remove it, or choose another name");
            if (tokens.size() >= MOST) throw new RequestRefused(Reason.CONFLICT, "user '" + user + "' has " + MOST + " tokens, the most he may have: remove some");
            tokens.add(token);
            return replaced(accounts, account, tokens);
        });
        return new Issued(token(token), text);
    }

    private static void check(Draft draft) throws RequestRefused {
        if (draft.name().isBlank() || draft.name().length() > LONGEST_TEXT || draft.name().chars().anyMatch(Character::isISOControl))
            throw new RequestRefused(Reason.INVALID, "the name of a token must have 1 to " + LONGEST_TEXT + " printable characters");
        if (draft.scopes().isEmpty())
            throw new RequestRefused(Reason.INVALID, "a token needs at least one scope: read, operate, configure, administer or metrics");
        if (draft.life().toSeconds() < 1 || draft.life().compareTo(LONGEST_LIFE) > 0)
            throw new RequestRefused(Reason.INVALID, "a token lives for 1 second to " + LONGEST_LIFE.toDays() + " days, not " + (draft.life().isPositive() ? draft.life().toDays() + " days" : "into the past"));
    }

    @Override
    public void revoke(String user, String id) throws RequestRefused, IOException {
        store.<RequestRefused>changeAccounts(accounts -> {
            Account account = StoredRoster.known(accounts, user);
            List<KeptToken> left = account.tokens().stream().filter(each -> !each.id().equals(id)).toList();
            if (left.size() == account.tokens().size()) throw new RequestRefused(Reason.NOT_FOUND, "user '" + user + "' has no token '" + id + "'");
            return replaced(accounts, account, left);
        });
        lastUsed.remove(id);
    }

    @Override
    public void revokeAll(String user) throws RequestRefused, IOException {
        List<KeptToken> gone = new ArrayList<>();
        store.<RequestRefused>changeAccounts(accounts -> {
            Account account = StoredRoster.known(accounts, user);
            gone.addAll(account.tokens());
            return replaced(accounts, account, List.of());
        });
        for (KeptToken token : gone) lastUsed.remove(token.id());
    }

    private static List<Account> replaced(List<Account> accounts, Account account, List<KeptToken> tokens) {
        List<Account> next = new ArrayList<>(accounts);
        next.replaceAll(each -> each == account ? account.with(tokens) : each);
        return next;
    }

    @Override
    public Optional<Holder> holder(String text) {
        Optional<Holder> found = look(text);
        found.ifPresent(holder -> lastUsed.put(holder.token().id(), clock.instant()));
        return found;
    }

    @Override
    public Optional<Holder> look(String text) {
        if (!text.startsWith(PREFIX) || text.length() > LONGEST_TEXT) return Optional.empty();
        String hash = Hashes.sha256(text);
        Instant now = clock.instant();
        for (Account account : store.accounts()) {
            for (KeptToken token : account.tokens()) {
                if (!Hashes.same(token.hash(), hash)) continue;
                if (account.user().disabled() || !now.isBefore(token.expires())) return Optional.empty();
                return Optional.of(new Holder(account.user(), token(token)));
            }
        }
        return Optional.empty();
    }

    private Token token(KeptToken kept) {
        return new Token(kept.id(), kept.name(), kept.scopes(), kept.made(), kept.expires(), lastUsed.get(kept.id()));
    }
}
