package org.nettunnel.admin;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.eclipse.jetty.http.HttpStatus;
import org.jspecify.annotations.Nullable;
import org.nettunnel.admin.call.Call;
import org.nettunnel.admin.call.Caller;
import org.nettunnel.admin.call.Engine;
import org.nettunnel.admin.call.Given;
import org.nettunnel.admin.call.Refusal;
import org.nettunnel.admin.metrics.AuthFailures;
import org.nettunnel.admin.call.Reply;
import org.nettunnel.admin.call.Versions;
import org.nettunnel.admin.metrics.Metrics;
import org.nettunnel.admin.openapi.OpenApi;
import org.nettunnel.admin.upkeep.Trail;
import org.nettunnel.api.admin.EventStream;
import org.nettunnel.api.admin.Nothing;
import org.nettunnel.api.admin.Operation;
import org.nettunnel.api.admin.Operation.Effect;
import org.nettunnel.api.admin.peer.PeerRequest;
import org.nettunnel.api.node.RequestRefused;

/// Answers a request: known host, rate, row of the table, right, body, the right again, query, action; in this order, and no other way in.
///
/// **Threads:** any; one request on one thread.
final class Dispatcher {
    private static final System.Logger LOG = System.getLogger("org.nettunnel.admin");
    private static final List<String> METRICS = List.of(Admin.METRICS.substring(1));
    private static final List<String> OPEN_API = List.of((Operation.PREFIX + "/openapi.json").substring(1).split("/"));
    private static final String JSON = "application/json";
    private static final String EVENTS = "text/event-stream;charset=utf-8";
    private static final String PROBLEM = "application/problem+json";
    private final StrictJson json = new StrictJson();
    private final Paths paths = new Paths(Operations.TABLE);
    private final KnownHosts hosts;
    private final Gate gate;
    private final Engine engine;
    private final Metrics metrics;
    private final CallRate rate;
    private final byte[] description = json.write(OpenApi.of(Operations.TABLE));
    private final Trail trail;
    private final AuthFailures failures;
    private final Run run;
    private final Versions versions = new Versions();

    /// Where the node is shown in numbers, what is counted for it here, and how fast one may ask.
    record Numbers(Metrics metrics, AuthFailures failures, CallRate rate) {}

    Dispatcher(KnownHosts hosts, Gate gate, Operations operations, Engine engine, Numbers numbers) {
        this.hosts = hosts;
        this.gate = gate;
        this.engine = engine;
        this.failures = numbers.failures;
        this.metrics = numbers.metrics;
        this.rate = numbers.rate;
        this.trail = new Trail(engine, System::nanoTime);
        this.run = new Run(gate, operations, trail);
    }

    /// Never throws: what goes wrong is an answer too.
    Answer answer(Asked asked) {
        try {
            hosts.check(asked.origins());
            if (!gate.isLocal(Shown.by(asked))) rate.count(asked.from());
            if (asked.method().equals("OPTIONS")) return options(asked);
            if (asked.path().equals(METRICS)) return metrics(asked);
            if (asked.path().equals(OPEN_API)) return openApi(asked);
            Paths.Match match = paths.find(asked.method(), asked.path());
            return answer(match.operation(), match.id(), asked);
        } catch (Refusal refusal) {
            return problem(asked, refusal);
        } catch (RequestRefused refused) {
            return problem(asked, Refusal.of(refused));
        } catch (IOException unwritten) {
            LOG.log(Level.ERROR, "not written request=\"" + asked + "\" reason=\"" + unwritten.getMessage() + "\"");
            return problem(asked, new Refusal(HttpStatus.INSUFFICIENT_STORAGE_507,
                    "nothing was changed, since the change could not be written: " + unwritten.getMessage()));
        } catch (RuntimeException bug) {
            LOG.log(Level.ERROR, "internal error request=\"" + asked + "\"", bug);
            return problem(asked, new Refusal(HttpStatus.INTERNAL_SERVER_ERROR_500, "an error inside the node; its log tells more"));
        }
    }

    /// The row that a request means; null for none.
    @Nullable Operation<?, ?> row(Asked asked) {
        try {
            return paths.find(asked.method(), asked.path()).operation();
        } catch (Refusal none) {
            return null;
        }
    }

    private <Q, A> Answer answer(Operation<Q, A> operation, String id, Asked asked) throws Refusal, RequestRefused, IOException {
        Shown shown = Shown.by(asked);
        Gate.Admitted admitted = admitted(operation, id, shown);
        Q body = body(operation, asked);
        // a body may come slowly, even one that is empty then: who lost his right meanwhile neither changes nor sees anything any more
        admitted = admitted(operation, id, shown);
        Caller caller = admitted.caller();
        var given = new Given(shown.token(), QueryCheck.check(operation, asked.query()), asked.headers().ifMatch(), asked.headers().lastEventId());
        var call = new Call<>(body, id, admitted.subject(), caller, given, new Reply(versions));
        A answer = run.answer(operation, call);
        boolean looks = operation.terms().effect() == Effect.LOOKS || call.body() instanceof PeerRequest far && "GET".equals(far.method());
        Level level = looks ? Level.DEBUG : Level.INFO;
        LOG.log(level, () -> "done user=" + caller.name() + " from=" + asked.from() + " request=\"" + asked + "\"");
        Map<String, String> headers = call.reply().headers();
        if (answer instanceof Nothing) return new Answer(HttpStatus.NO_CONTENT_204, "", new byte[0], headers);
        if (answer instanceof EventStream events) return new Answer(HttpStatus.OK_200, EVENTS, new byte[0], headers, events);
        return new Answer(HttpStatus.OK_200, JSON, json.write(answer), headers);
    }

    private Answer options(Asked asked) throws Refusal {
        String allowed = asked.path().equals(METRICS) || asked.path().equals(OPEN_API) ? "GET, HEAD, OPTIONS" : paths.allowed(asked.path());
        return new Answer(HttpStatus.NO_CONTENT_204, "", new byte[0], Map.of("Allow", allowed));
    }

    private Answer openApi(Asked asked) throws Refusal {
        checkRead(asked);
        return new Answer(HttpStatus.OK_200, JSON, description, Map.of());
    }

    private static void checkRead(Asked asked) throws Refusal {
        if (!asked.method().equals("GET") && !asked.method().equals("HEAD"))
            throw new Refusal(HttpStatus.METHOD_NOT_ALLOWED_405, asked.method() + " is not possible there, only GET, HEAD, OPTIONS", Map.of("Allow", "GET, HEAD, OPTIONS"));
        if (!asked.query().isEmpty()) throw Refusal.invalid("unknown parameter '" + asked.query().keySet().iterator().next() + "'; there are none here");
    }

    private Gate.Admitted admitted(Operation<?, ?> operation, String id, Shown shown) throws Refusal {
        try {
            return gate.admit(operation, id, shown);
        } catch (Refusal refusal) {
            if (refusal.status() == HttpStatus.FORBIDDEN_403) trail.refusedAtTheGate(operation, id, shown.from(), refusal.getMessage());
            throw refusal;
        }
    }

    private Answer metrics(Asked asked) throws Refusal {
        checkRead(asked);
        gate.admitToMetrics(Shown.by(asked));
        var sources = new Metrics.Sources(engine.needNode(), engine.tunnels(), engine.endpoints(), engine.provisioning());
        Metrics.Written written = metrics.write(sources, asked.headers().accept());
        return new Answer(HttpStatus.OK_200, written.contentType(), written.text(), Map.of());
    }

    private <Q> Q body(Operation<Q, ?> operation, Asked asked) throws Refusal {
        byte[] body = read(asked.body(), operation.terms().largest());
        if (operation.request() == Nothing.class) {
            if (body.length > 0) throw Refusal.invalid(operation.method() + " " + operation.path() + " takes no body");
            return operation.request().cast(new Nothing());
        }
        if (!isJson(asked.headers().contentType()))
            throw new Refusal(HttpStatus.UNSUPPORTED_MEDIA_TYPE_415, "the body must be sent as Content-Type: " + JSON);
        return json.read(body, operation.request());
    }

    private static byte[] read(Asked.Body source, int largest) throws Refusal {
        byte[] body;
        try {
            body = source.read(largest + 1);
        } catch (IOException broken) {
            throw Refusal.invalid("the body could not be read to its end");
        }
        if (body.length > largest) throw new Refusal(HttpStatus.PAYLOAD_TOO_LARGE_413, "the body is longer than " + largest + " bytes");
        return body;
    }

    private static boolean isJson(@Nullable String contentType) {
        if (contentType == null) return false;
        String type = contentType.toLowerCase(Locale.ROOT).replace(" ", "");
        return type.equals(JSON) || type.equals(JSON + ";charset=utf-8");
    }

    private Answer problem(Asked asked, Refusal refusal) {
        if (refusal.status() == HttpStatus.UNAUTHORIZED_401) failures.refused(asked.path().getLast());
        LOG.log(Level.DEBUG, () -> "refused from=" + asked.from() + " request=\"" + asked + "\" status=" + refusal.status());
        return new Answer(refusal.status(), PROBLEM, json.write(refusal.problem("/" + String.join("/", asked.path()))), refusal.headers());
    }
}
