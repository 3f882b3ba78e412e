package org.nettunnel.admin.call;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.eclipse.jetty.http.HttpStatus;
import org.nettunnel.api.admin.Problem;
import org.nettunnel.api.node.RequestRefused;

/// A request that is answered with a problem instead of what it asked for.
public final class Refusal extends Exception {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final transient Map<String, String> headers;
    private final transient List<Problem.Field> fields;
    private final String type;

    /// @param sentence names the value and the remedy
    public Refusal(int status, String sentence) {
        this(status, sentence, Map.of());
    }

    public Refusal(int status, String sentence, Map<String, String> headers) {
        this(status, sentence, headers, List.of(), Problem.BLANK);
    }

    private Refusal(int status, String sentence, Map<String, String> headers, List<Problem.Field> fields, String type) {
        super(sentence);
        this.status = status;
        this.headers = headers;
        this.fields = fields;
        this.type = type;
    }

    /// The node's own words for a request it refused.
    public static Refusal of(RequestRefused refused) {
        String sentence = String.valueOf(refused.getMessage());
        return switch (refused.reason()) {
            case INVALID -> new Refusal(HttpStatus.BAD_REQUEST_400, sentence);
            case NOT_FOUND -> new Refusal(HttpStatus.NOT_FOUND_404, sentence);
            case CONFLICT -> new Refusal(HttpStatus.CONFLICT_409, sentence);
            case FORBIDDEN -> new Refusal(HttpStatus.FORBIDDEN_403, sentence);
            case TOO_MANY -> tooMany(sentence, refused.retryAfter());
        };
    }

    public static Refusal notLoggedIn(String sentence) {
        return new Refusal(HttpStatus.UNAUTHORIZED_401, sentence, Map.of("WWW-Authenticate", "Bearer"));
    }

    /// Nobody can log in yet; its type tells the console to ask for the setup code.
    public static Refusal notSetUp(int status) {
        return new Refusal(status, "this node has no user yet; run 'nettunnel setup', which asks for the code that the node printed at its first start",
                status == HttpStatus.UNAUTHORIZED_401 ? Map.of("WWW-Authenticate", "Bearer") : Map.of(), List.of(), Problem.NOT_SET_UP);
    }

    public static Refusal invalid(String sentence) {
        return new Refusal(HttpStatus.BAD_REQUEST_400, sentence);
    }

    /// A field of the body is wrong.
    ///
    /// @param field    with those it lies in: `outage.graceSeconds`
    /// @param sentence names the field too
    public static Refusal field(String field, String sentence) {
        return new Refusal(HttpStatus.BAD_REQUEST_400, sentence, Map.of(), List.of(new Problem.Field(field, sentence)), Problem.BLANK);
    }

    /// A query parameter is wrong.
    ///
    /// @param what is wrong with it: goes on behind its name
    public static Refusal parameter(String name, String what) {
        return field(name, "parameter '" + name + "' " + what);
    }

    public static Refusal tooMany(String sentence, Duration retryAfter) {
        return new Refusal(HttpStatus.TOO_MANY_REQUESTS_429, sentence, Map.of("Retry-After", seconds(retryAfter)));
    }

    public int status() {
        return status;
    }

    public Map<String, String> headers() {
        return headers;
    }

    /// @param instance the path that was asked for
    public Problem problem(String instance) {
        return new Problem(type, HttpStatus.getMessage(status), status, String.valueOf(getMessage()), instance, fields);
    }

    /// Rounded up: who comes back after it is not refused again.
    private static String seconds(Duration wait) {
        return Long.toString(Math.max(1, wait.plusMillis(999).toSeconds()));
    }
}
