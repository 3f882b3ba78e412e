package org.nettunnel.admin.call;

import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.eclipse.jetty.http.HttpStatus;
import org.jspecify.annotations.Nullable;

/// Versions of what is configured, as entity tags, so that two who change the same thing do not undo each other's work.
///
/// The last ones are remembered by the hashes of their fields, to say what was changed meanwhile.
/// **Threads:** any.
public final class Versions {
    private static final int MOST = 1000;
    private static final int TAG_BYTES = 18;
    /// Guarded by this; the one asked for longest ago comes first.
    private final Map<String, Map<String, String>> known = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        @SuppressWarnings("null") // LinkedHashMap leaves its parameter open
        protected boolean removeEldestEntry(Map.Entry<String, Map<String, String>> eldest) {
            return size() > MOST;
        }
    };

    /// A strong tag, with its quotes.
    public String of(Record configured) {
        Map<String, String> fields = fields(configured);
        String tag = "\"" + hash(configured.getClass().getSimpleName() + fields) + "\"";
        synchronized (this) {
            known.put(tag, fields);
        }
        return tag;
    }

    /// @param ifMatch the header; null for none, which matches all
    /// @throws Refusal 412 when the version that is there is not among those the caller means
    public void match(@Nullable String ifMatch, Record configured) throws Refusal {
        if (ifMatch == null || ifMatch.strip().equals("*")) return;
        String now = of(configured);
        List<String> meant = Arrays.stream(ifMatch.split(",")).map(String::strip).toList();
        if (meant.contains(now)) return;
        throw new Refusal(HttpStatus.PRECONDITION_FAILED_412, "it was changed meanwhile" + changes(meant.getFirst(), fields(configured)) + ": look at it again, then change it",
                Map.of("ETag", now));
    }

    private synchronized String changes(String from, Map<String, String> now) {
        Map<String, String> before = known.get(from);
        if (before == null || !before.keySet().equals(now.keySet())) return "";
        return " (" + String.join(", ", now.keySet().stream().filter(field -> !now.get(field).equals(before.get(field))).toList()) + ")";
    }

    private static Map<String, String> fields(Record configured) {
        var fields = new LinkedHashMap<String, String>();
        for (RecordComponent component : configured.getClass().getRecordComponents()) fields.put(component.getName(), hash(text(component, configured)));
        return fields;
    }

    private static String text(RecordComponent component, Record of) {
        try {
            var accessor = component.getAccessor();
            accessor.setAccessible(true);
            return String.valueOf(accessor.invoke(of));
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException("a record cannot be read: " + component, impossible);
        }
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(digest, TAG_BYTES));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("this Java has no SHA-256", impossible);
        }
    }
}
