package org.nettunnel.admin;

import java.io.IOException;
import java.time.Duration;

import org.nettunnel.admin.call.Call;
import org.nettunnel.admin.call.Refusal;
import org.nettunnel.admin.call.Subject;
import org.nettunnel.admin.upkeep.Trail;
import org.nettunnel.api.admin.Operation;
import org.nettunnel.api.admin.Operation.Access;
import org.nettunnel.api.admin.Operation.Method;
import org.nettunnel.api.node.RequestRefused;

/// Does what a call that was let in is for: says and checks versions, and leaves the trail of what is changed.
///
/// **Threads:** any.
final class Run {
    /// How long a change waits for another one of the same thing.
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private final Gate gate;
    private final Operations operations;
    private final Trail trail;
    private final Turns turns = new Turns(PATIENCE);

    Run(Gate gate, Operations operations, Trail trail) {
        this.gate = gate;
        this.operations = operations;
        this.trail = trail;
    }

    <Q, A> A answer(Operation<Q, A> operation, Call<Q> call) throws Refusal, RequestRefused, IOException {
        if (operation.method() == Method.GET) sayVersion(call);
        else if (call.given().ifMatch() != null) return changeIfSame(operation, call);
        return done(operation, call);
    }

    private static void sayVersion(Call<?> call) {
        switch (call.subject()) {
            case Subject.OfTunnel(var tunnel) -> call.reply().version(tunnel);
            case Subject.OfEndpoint(var endpoint) -> call.reply().version(endpoint);
            case Subject.OfStream _, Subject.None _ -> {}
        }
    }

    /// One after another, so that of two who mean the same version only one changes it; but nobody waits without end, since the one before may be
    /// waiting for another node. What changes no version waits for nobody: it may take long.
    private <Q, A> A changeIfSame(Operation<Q, A> operation, Call<Q> call) throws Refusal, RequestRefused, IOException {
        if (operation.access() == Access.OPERATE) return doneIfSame(operation, call);
        try (var _ = turns.take(key(operation, call))) {
            return doneIfSame(operation, call);
        }
    }

    private static Object key(Operation<?, ?> operation, Call<?> call) {
        return switch (call.subject()) {
            case Subject.OfTunnel(var tunnel) -> tunnel.id();
            case Subject.OfEndpoint(var endpoint) -> endpoint.id();
            case Subject.OfStream(var stream) -> stream.id();
            case Subject.None _ -> operation.terms().about();
        };
    }

    private <Q, A> A doneIfSame(Operation<Q, A> operation, Call<Q> call) throws Refusal, RequestRefused, IOException {
        Subject now = gate.subject(operation, call.id(), call.caller());
        switch (now) {
            case Subject.OfTunnel(var tunnel) -> call.match(tunnel);
            case Subject.OfEndpoint(var endpoint) -> call.match(endpoint);
            case Subject.OfStream _, Subject.None _ -> {}
        }
        return done(operation, new Call<>(call.body(), call.id(), now, call.caller(), call.given(), call.reply()));
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
}
