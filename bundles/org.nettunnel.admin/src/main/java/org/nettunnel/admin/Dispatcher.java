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
import org.nettunnel.admin.metrics.Metrics;
import org.nettunnel.admin.upkeep.Trail;
import org.nettunnel.api.admin.EventStream;
import org.nettunnel.api.admin.Nothing;
import org.nettunnel.api.admin.Operation;
import org.nettunnel.api.admin.Operation.Access;
import org.nettunnel.api.admin.Operation.Method;
import org.nettunnel.api.admin.upkeep.UpkeepOperations;
import org.nettunnel.api.node.RequestRefused;

/// Answers a request: known host, row of the table, right, body, action; in this order, each once, and no other way in.
///
/// **Threads:** any; one request on one thread.
final class Dispatcher {
    private static final System.Logger LOG = System.getLogger("org.nettunnel.admin");
    private static final List<String> METRICS = List.of(Admin.METRICS.substring(1));
    private static final String JSON = "application/json";
    private static final String EVENTS = "text/event-stream;charset=utf-8";
    private static final String PROBLEM = "application/problem+json";
    private final StrictJson json = new StrictJson();
    private final Paths paths = new Paths(Operations.TABLE);
    private final KnownHosts hosts;
    private final Gate gate;
    private final Operations operations;
    private final Engine engine;
    private final Metrics metrics;
    private final Trail trail;

    Dispatcher(KnownHosts hosts, Gate gate, Operations operations, Engine engine, Metrics metrics) {
        this.hosts = hosts;
        this.gate = gate;
        this.operations = operations;
        this.engine = engine;
        this.metrics = metrics;
        this.trail = new Trail(engine, System::nanoTime);
    }

    /// Never throws: what goes wrong is an answer too.
    Answer answer(Asked asked) {
        try {
            hosts.check(asked.origins());
            if (asked.path().equals(METRICS)) return metrics(asked);
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

    private <Q, A> Answer answer(Operation<Q, A> operation, String id, Asked asked) throws Refusal, RequestRefused, IOException {
        String token = Gate.token(asked.headers().authorization());
        Gate.Admitted admitted = admitted(operation, id, token, asked);
        Caller caller = admitted.caller();
        var given = new Given(token, QueryCheck.check(operation, asked.query()), asked.headers().ifMatch(), asked.headers().lastEventId());
        A answer = done(operation, new Call<>(body(operation, asked), id, admitted.subject(), caller, given));
        Level level = operation.method() == Method.GET ? Level.DEBUG : Level.INFO;
        LOG.log(level, () -> "done user=" + caller.name() + " from=" + asked.from() + " request=\"" + asked + "\"");
        if (answer instanceof Nothing) return new Answer(HttpStatus.NO_CONTENT_204, "", new byte[0], Map.of());
        if (answer instanceof EventStream events) return new Answer(HttpStatus.OK_200, EVENTS, new byte[0], Map.of(), events);
        return new Answer(HttpStatus.OK_200, JSON, json.write(answer), Map.of());
    }

    private Gate.Admitted admitted(Operation<?, ?> operation, String id, String token, Asked asked) throws Refusal {
        try {
            return gate.admit(operation, id, token, asked.from());
        } catch (Refusal refusal) {
            if (refusal.status() == HttpStatus.FORBIDDEN_403) trail.refusedAtTheGate(operation, id, asked.from(), refusal.getMessage());
            throw refusal;
        }
    }

    /// What changes something leaves its trail in the audit log, before and after.
    private <Q, A> A done(Operation<Q, A> operation, Call<Q> call) throws Refusal, RequestRefused, IOException {
        Trail.Step step = trail.begin(operation, call);
        A answer;
        try {
            answer = operations.answer(operation, call);
        } catch (Refusal | RequestRefused | IOException | RuntimeException refused) {
            step.refused(refused instanceof RuntimeException ? "an error inside the node" : refused.getMessage());
            throw refused;
        }
        step.done(answer);
        return answer;
    }

    private Answer metrics(Asked asked) throws Refusal {
        if (!asked.method().equals(Method.GET.name()))
            throw new Refusal(HttpStatus.METHOD_NOT_ALLOWED_405, asked.method() + " is not possible there, only GET", Map.of("Allow", "GET"));
        gate.admit(Access.ADMINISTRATOR, Gate.token(asked.headers().authorization()), asked.from());
        var sources = new Metrics.Sources(engine.needNode(), engine.tunnels(), engine.endpoints(), engine.provisioning());
        Metrics.Written written = metrics.write(sources, asked.headers().accept());
        return new Answer(HttpStatus.OK_200, written.contentType(), written.text(), Map.of());
    }

    private <Q> Q body(Operation<Q, ?> operation, Asked asked) throws Refusal {
        byte[] body = read(asked.body(), UpkeepOperations.largestBody(operation));
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
        LOG.log(Level.DEBUG, () -> "refused from=" + asked.from() + " request=\"" + asked + "\" status=" + refusal.status());
        return new Answer(refusal.status(), PROBLEM, json.write(refusal.problem()), refusal.headers());
    }
}
