package org.nettunnel.tunnel.history;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;

import org.nettunnel.tunnel.history.Plan.Script;
import org.nettunnel.tunnel.history.Side.Role;

/// Two applications that talk over one stream by a plan and write down what they say and hear.
///
/// **Threads:** one or two virtual threads an application.
public final class Conversation {
    static final Executor THREADS = Executors.newVirtualThreadPerTaskExecutor();
    public final Plan plan;
    public final StreamHistory history;
    private final CompletableFuture<Void> clientDone = new CompletableFuture<>();
    private final CompletableFuture<Void> targetDone = new CompletableFuture<>();

    public Conversation(Plan plan, History run) {
        this.plan = plan;
        this.history = run.begins(plan.manner(), plan.seed());
        // a target that is not dialled before the client's edge has ended is not dialled any more, or only to be reset at once
        clientDone.thenCompose(_ -> history.client.end()).thenRun(() -> {
            if (!history.wasDialled() || plan.script() == Script.REFUSED) targetDone.complete(null);
        });
    }

    /// Done when both applications are, and both edges.
    public CompletableFuture<Void> done() {
        var edges = history.client.end().thenCompose(_ -> history.wasDialled() && plan.script() != Script.REFUSED
                ? history.target.end() : CompletableFuture.completedFuture(null));
        return CompletableFuture.allOf(clientDone, targetDone, edges);
    }

    /// The application that connected.
    public void client(SocketChannel socket) {
        run(new Side(socket, history.forth, history.back, plan.forthBytes(), plan.seed()), role(true), clientDone);
    }

    /// The application that was dialled.
    public void target(SocketChannel socket) {
        run(new Side(socket, history.back, history.forth, plan.backBytes(), ~plan.seed()), role(false), targetDone);
    }

    private Role role(boolean isClient) {
        return switch (plan.script()) {
            case BOTH -> Role.SPEAK_AND_LISTEN;
            case CLIENT_FIRST -> isClient ? Role.SPEAK_FIRST : Role.LISTEN_FIRST;
            case TARGET_FIRST -> isClient ? Role.LISTEN_FIRST : Role.SPEAK_FIRST;
            case IN_TURN -> isClient ? Role.BEGIN_IN_TURN : Role.ANSWER_IN_TURN;
            case CLIENT_RESETS -> isClient ? Role.RESET : Role.BE_RESET;
            case TARGET_RESETS -> isClient ? Role.BE_RESET : Role.RESET;
            case REFUSED -> Role.BE_RESET;
        };
    }

    private static void run(Side side, Role role, CompletableFuture<Void> done) {
        THREADS.execute(() -> {
            try {
                side.play(role);
            } catch (IOException | RuntimeException failed) {
                // how the stream ended is in the history
            } finally {
                side.close();
                done.complete(null);
            }
        });
    }
}
