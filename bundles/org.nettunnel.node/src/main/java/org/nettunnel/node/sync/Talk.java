package org.nettunnel.node.sync;

import java.nio.charset.StandardCharsets;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.node.FarSide;

/// A question of one end of a tunnel to the other, or the answer to one.
public sealed interface Talk {
    /// Chosen by who asks; an answer has that of its question.
    long id();

    /// Asks for an operation of the administration.
    record Call(long id, FarSide.Call call) implements Talk {}

    /// Asks for a sign of life.
    record Ping(long id) implements Talk {}

    /// Asks for the removal of the tunnel at that end.
    record Remove(long id) implements Talk {}

    record Answer(long id, FarSide.Answer answer) implements Talk {}

    /// A question without more to it, in JSON.
    record IdForm(long id) {
        public IdForm {
            checkId(id);
        }
    }

    /// A call in JSON.
    record CallForm(long id, String method, String path, String body, String token, @Nullable String ifMatch) {
        private static final Set<String> METHODS = Set.of("GET", "POST", "DELETE");
        private static final int LONGEST_PATH = 2_000;
        private static final int LONGEST_HEADER = 500;

        public CallForm {
            checkId(id);
            if (method == null || !METHODS.contains(method)) throw new IllegalArgumentException("method '" + method + "' is none of " + METHODS);
            if (path == null || !path.startsWith("/") || path.length() > LONGEST_PATH || !path.chars().allMatch(c -> c > ' ' && c < 127))
                throw new IllegalArgumentException("'path' is not a path of up to " + LONGEST_PATH + " characters");
            if (body == null || body.getBytes(StandardCharsets.UTF_8).length > FarSide.Call.LONGEST_BODY)
                throw new IllegalArgumentException("'body' is missing or longer than " + FarSide.Call.LONGEST_BODY + " bytes");
            checkHeader("token", token == null ? "\n" : token);
            checkHeader("ifMatch", ifMatch == null ? "" : ifMatch);
        }

        private static void checkHeader(String name, String value) {
            if (value.length() > LONGEST_HEADER || !value.chars().allMatch(c -> c >= ' ' && c < 127))
                throw new IllegalArgumentException("'" + name + "' is not a text of up to " + LONGEST_HEADER + " characters");
        }

        static CallForm of(Call talk) {
            FarSide.Call call = talk.call();
            return new CallForm(talk.id(), call.method(), call.path(), call.body(), call.token(), call.ifMatch());
        }

        Call talk() {
            return new Call(id, new FarSide.Call(method, path, body, token, ifMatch));
        }
    }

    /// An answer in JSON.
    record AnswerForm(long id, int status, String body, @Nullable String etag) {
        public AnswerForm {
            checkId(id);
            if (status < 200 || status > 599) throw new IllegalArgumentException("status " + status + " is not in 200..599");
            if (body == null) throw new IllegalArgumentException("'body' is missing");
        }

        static AnswerForm of(Answer talk) {
            return new AnswerForm(talk.id(), talk.answer().status(), talk.answer().body(), talk.answer().etag());
        }

        Answer talk() {
            return new Answer(id, new FarSide.Answer(status, body, etag));
        }
    }

    private static void checkId(long id) {
        if (id < 1) throw new IllegalArgumentException("id " + id + " is not 1 or more");
    }
}
