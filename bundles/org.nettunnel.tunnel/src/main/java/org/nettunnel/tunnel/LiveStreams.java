package org.nettunnel.tunnel;

import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.tunnel.CloseCode;
import org.nettunnel.api.tunnel.EndpointId;
import org.nettunnel.api.tunnel.Tunnels.Measures;
import org.nettunnel.api.tunnel.StreamState;
import org.nettunnel.api.tunnel.TunnelId;
import org.nettunnel.tunnel.link.Lane;
import org.nettunnel.tunnel.link.Loop;
import org.nettunnel.tunnel.link.Loop.LaneMeasures;
import org.nettunnel.tunnel.link.StreamFacts;
import org.nettunnel.tunnel.squeeze.Squeezed;

/// The streams of all tunnels, as people ask for them and end them.
///
/// **Threads:** safe for any but a loop: it waits for what loops answer.
final class LiveStreams {
    private static final System.Logger LOG = System.getLogger("org.nettunnel.tunnel");
    private static final long ANSWER_SECONDS = 5;
    private static final long ALIVE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Collection<Tunnel> tunnels;

    /// @param tunnels those that are, at each moment
    LiveStreams(Collection<Tunnel> tunnels) {
        this.tunnels = tunnels;
    }

    List<StreamState> states() {
        List<StreamState> all = new ArrayList<>();
        for (Tunnel tunnel : tunnels) {
            Session session = tunnel.session();
            if (session == null) continue;
            for (Lane lane : session.all())
                for (StreamFacts stream : answer(lane.ask(lane::facts), List.<StreamFacts>of()))
                    all.add(state(tunnel.config().id(), session.number + "-" + lane.number() + "-" + stream.name(), stream));
        }
        return all;
    }

    Measures measures(@Nullable Session session, TunnelId tunnel) {
        if (session == null) return Measures.NONE;
        List<Measures.OfStream> all = new ArrayList<>();
        List<Measures.OfLink> links = new ArrayList<>();
        Map<String, Measures.OfLoop> loops = new TreeMap<>();
        for (Lane lane : session.all()) {
            Optional<LaneMeasures> answer = answer(lane.ask(() -> Optional.of(lane.loop.measures(lane))), Optional.empty());
            if (answer.isEmpty()) continue;
            LaneMeasures measures = answer.get();
            for (StreamFacts stream : measures.streams()) all.add(measured(tunnel, session.number + "-" + lane.number() + "-" + stream.name(), lane, stream));
            if (measures.link() != null) links.add(measures.link());
            loops.put(measures.loop().name(), measures.loop());
        }
        return new Measures(all, links, List.copyOf(loops.values()));
    }

    private static Measures.OfStream measured(TunnelId tunnel, String id, Lane lane, StreamFacts stream) {
        StreamFacts.Delays delays = stream.delays();
        return new Measures.OfStream(state(tunnel, id, stream), lane.number(), delays.takenAt(), delays.waits(), delays.pace(), delays.hasToSend());
    }

    static StreamState state(TunnelId tunnel, String id, StreamFacts stream) {
        return new StreamState(id, tunnel, stream.endpoint(), stream.isOpener(), stream.client(), stream.target(), stream.state(), stream.since(),
                stream.receivedBytes(), stream.sentBytes(), squeezing(stream.sent(), stream.received()));
    }

    private static StreamState.Squeezing squeezing(Squeezed.Facts sent, Squeezed.Facts received) {
        return new StreamState.Squeezing(sent.with(), sent.decision(), sent.plainBytes(), sent.wireBytes(), received.plainBytes(), received.wireBytes());
    }

    /// What a loop says to a question; `otherwise` when it was closed or is stuck.
    static <T> T answer(CompletableFuture<T> question, T otherwise) {
        try {
            return question.get(ANSWER_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return otherwise;
        } catch (ExecutionException | TimeoutException noAnswer) {
            LOG.log(Level.WARNING, "an event loop gave no answer", noAnswer);
            return otherwise;
        }
    }

    /// Whether each loop answers soon.
    static boolean areAlive(List<Loop> loops) {
        List<CompletableFuture<Boolean>> questions = new ArrayList<>();
        try {
            for (Loop loop : loops) questions.add(loop.ask(() -> true));
            long end = System.nanoTime() + ALIVE_NANOS;
            for (CompletableFuture<Boolean> question : questions) question.get(Math.max(1, end - System.nanoTime()), TimeUnit.NANOSECONDS);
            return true;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        } catch (RejectedExecutionException | ExecutionException | TimeoutException ended) {
            return false;
        }
    }

    /// Whether there was such a stream.
    boolean reset(String streamId, CloseCode code) {
        if (!streamId.matches("\\d{1,18}-\\d-q?\\d{1,18}")) return false;
        String[] parts = streamId.split("-");
        long number = Long.parseLong(parts[0]);
        int laneNumber = Integer.parseInt(parts[1]);
        for (Tunnel tunnel : tunnels) {
            Session session = tunnel.session();
            if (session == null || session.number != number) continue;
            for (Lane lane : session.all()) if (lane.number() == laneNumber)
                return answer(lane.ask(() -> lane.reset(stream -> stream.name().equals(parts[2]), code, "ended here by an administrator")), 0) > 0;
        }
        return false;
    }

    void reset(EndpointId endpoint, CloseCode code) {
        for (Tunnel tunnel : tunnels) {
            Session session = tunnel.session();
            if (session == null) continue;
            for (Lane lane : session.all()) lane.ask(() -> lane.reset(stream -> stream.endpoint().equals(endpoint), code, code.sentence()));
        }
    }

    /// Waits until a loop has done what was asked of it before.
    static void awaitLastWords(Loop loop) {
        try {
            answer(loop.ask(() -> true), true);
        } catch (RejectedExecutionException ended) {
            // it said nothing any more
        }
    }
}
