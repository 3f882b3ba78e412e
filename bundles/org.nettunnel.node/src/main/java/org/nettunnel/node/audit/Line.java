package org.nettunnel.node.audit;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.node.Audit.Draft;
import org.nettunnel.api.node.Audit.Entry;
import org.nettunnel.node.json.BadDocument;
import org.nettunnel.node.json.StrictJson;

/// One line of an audit file: `{"seq":7,…,"hash":"HEX"}`, where the hash is SHA-256 over the hash of the line before, as hex, and the
/// bytes of this line up to `,"hash"`.
///
/// @param body the line without its hash, as it stands
/// @param hash that it claims to have
record Line(String body, String hash) {
    /// What stands before the first entry.
    static final String NO_HASH = "0".repeat(64);
    static final int LONGEST = 64 << 10;
    private static final Pattern FORM = Pattern.compile("(\\{.*),\"hash\":\"([0-9a-f]{64})\"\\}", Pattern.DOTALL);
    private static final int LONGEST_FIELD = 4_000;

    /// The fields as they are written, in this order.
    record Fields(long seq, Instant at, String user, String from, String action, String object, @Nullable String before,
            @Nullable String after, String result) {
        Fields {
            for (Object required : Arrays.asList(at, user, from, action, object, result)) Objects.requireNonNull(required);
        }
    }

    /// Makes the next line of a chain.
    static Line of(long seq, Instant at, Draft draft, String previous) {
        String json = new String(StrictJson.FILES.compact(new Fields(seq, at, cut(draft.user()), cut(draft.from()), cut(draft.action()), cut(draft.object()),
                cutOrNull(draft.before()), cutOrNull(draft.after()), cut(draft.result()))), StandardCharsets.UTF_8);
        String body = json.substring(0, json.length() - 1);
        return new Line(body, hash(previous, body));
    }

    /// Null for text that is no line.
    static @Nullable Line parse(String text) {
        Matcher match = FORM.matcher(text);
        return match.matches() ? new Line(match.group(1), match.group(2)) : null;
    }

    /// @throws BadDocument when its fields are not right
    Entry entry() throws BadDocument {
        Fields is = StrictJson.FILES.read("an audit entry", (body + "}").getBytes(StandardCharsets.UTF_8), Fields.class);
        return new Entry(is.seq(), is.at(), is.user(), is.from(), is.action(), is.object(), is.before(), is.after(), is.result(), hash);
    }

    boolean follows(String previous) {
        return hash(previous, body).equals(hash);
    }

    /// With its end of line.
    byte[] bytes() {
        return (body + ",\"hash\":\"" + hash + "\"}\n").getBytes(StandardCharsets.UTF_8);
    }

    private static String hash(String previous, String body) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(previous.getBytes(StandardCharsets.US_ASCII));
            return HexFormat.of().formatHex(digest.digest(body.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("this Java has no SHA-256", impossible);
        }
    }

    private static String cut(String text) {
        return text.length() <= LONGEST_FIELD ? text : text.substring(0, LONGEST_FIELD) + "…";
    }

    private static @Nullable String cutOrNull(@Nullable String text) {
        return text == null ? null : cut(text);
    }
}
