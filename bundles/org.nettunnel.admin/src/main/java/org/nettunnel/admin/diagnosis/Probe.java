package org.nettunnel.admin.diagnosis;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;

import org.nettunnel.api.admin.diagnosis.DoctorView.Check;
import org.nettunnel.api.endpoint.EndpointConfig;
import org.nettunnel.api.transport.Address;
import org.nettunnel.api.tunnel.CloseCode;
import org.nettunnel.api.tunnel.StreamListener;
import org.nettunnel.api.tunnel.StreamState;
import org.nettunnel.api.tunnel.Tunnels;

/// Looks whether a port can be had and whether a target answers, by doing what an endpoint would do.
///
/// **Threads:** any; it blocks, a quarter of a minute at most.
final class Probe {
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final String GOOD = "good";
    private static final String BAD = "bad";

    private Probe() {}

    /// Whether this node could listen there now.
    static Check port(String bind, int port) {
        long begun = System.nanoTime();
        if (port == 0) return new Check(EndpointChecks.PORT, GOOD, "Any free port of " + bind + " will do.", "", 0);
        try (var listener = new ServerSocket(port, 1, InetAddress.getByName(bind))) {
            return new Check(EndpointChecks.PORT, GOOD, bind + " port " + listener.getLocalPort() + " is free.", "", since(begun));
        } catch (IOException taken) {
            return new Check(EndpointChecks.PORT, BAD, bind + " port " + port + " cannot be opened: " + taken.getMessage() + ".", "Free it, or choose another.", since(begun));
        }
    }

    /// Whether the target takes a connection from this node.
    static Check dial(Address target, Predicate<InetAddress> mayDial) {
        long begun = System.nanoTime();
        String why = "It has no address that may be dialled.";
        try {
            for (InetAddress address : InetAddress.getAllByName(target.host())) {
                if (!mayDial.test(address)) continue;
                try (var socket = new Socket()) {
                    socket.connect(new InetSocketAddress(address, target.port()), (int) Math.max(1, PATIENCE.toMillis() - since(begun)));
                    return new Check(EndpointChecks.TARGET, GOOD, target + " took a connection from this node.", "", since(begun));
                } catch (IOException failed) {
                    why = sentence(target, failed);
                }
            }
        } catch (UnknownHostException unknown) {
            why = "No host '" + target.host() + "' is known at this node.";
        }
        return new Check(EndpointChecks.TARGET, BAD, why, "Look whether the target runs, and whether a firewall lets this node through.", since(begun));
    }

    private static String sentence(Address target, IOException failed) {
        return switch (failed) {
            case SocketTimeoutException _ -> target + " does not answer.";
            case ConnectException _ -> target + " refused the connection.";
            default -> target + " cannot be reached: " + failed.getMessage() + ".";
        };
    }

    /// Whether a client of an endpoint that listens here gets through to the target: by being one.
    static Check through(Tunnels tunnels, EndpointConfig endpoint, String bind, int port) {
        long begun = System.nanoTime();
        var outcome = new CompletableFuture<String>();
        try (var client = new Socket()) {
            client.bind(null);
            try (var _ = tunnels.watch(new Outcome(endpoint, client.getLocalPort(), outcome))) {
                client.connect(new InetSocketAddress(reached(bind), port), (int) PATIENCE.toMillis());
                Thread.startVirtualThread(() -> awaitEnd(client, outcome));
                String refusal = outcome.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
                if (refusal.isEmpty()) return new Check(EndpointChecks.TARGET, GOOD, "The other node connected to " + endpoint.target() + ".", "", since(begun));
                return new Check(EndpointChecks.TARGET, BAD, refusal, "Look whether the target runs, as the other node sees it.", since(begun));
            }
        } catch (TimeoutException silent) {
            return new Check(EndpointChecks.TARGET, BAD, "Nothing was heard of the connection for " + PATIENCE.toSeconds() + " s.", "Look whether the tunnel is established.", since(begun));
        } catch (IOException | ExecutionException failed) {
            return new Check(EndpointChecks.TARGET, BAD, "The endpoint took no connection: " + failed.getMessage() + ".", "Look at the endpoint's properties.", since(begun));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return new Check(EndpointChecks.TARGET, "skipped", "The node stops.", "", since(begun));
        }
    }

    /// Who is turned away before there is a stream hears of it by his socket alone; what the stream says of itself comes before that.
    private static void awaitEnd(Socket client, CompletableFuture<String> outcome) {
        try {
            if (client.getInputStream().read() >= 0) return;
        } catch (IOException reset) {
            // as good as an end
        }
        outcome.completeOnTimeout("The endpoint took no connection: look at its last refusal.", 1, TimeUnit.SECONDS);
    }

    /// Where a listener of that address is reached from its own machine.
    private static InetAddress reached(String bind) throws UnknownHostException {
        InetAddress address = InetAddress.getByName(bind);
        return address.isAnyLocalAddress() ? InetAddress.getByName(bind.contains(":") ? "::1" : "127.0.0.1") : address;
    }

    private static long since(long begun) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
    }

    /// Waits for one stream: empty once it is open, else why it is not.
    private record Outcome(EndpointConfig endpoint, int port, CompletableFuture<String> known) implements StreamListener {
        @Override
        public void opened(StreamState stream) {
            if (isIt(stream)) known.complete("");
        }

        @Override
        public void ended(StreamState stream, CloseCode code, String reason) {
            if (isIt(stream)) known.complete(reason.isEmpty() ? "The connection ended: " + code + "." : reason);
        }

        private boolean isIt(StreamState stream) {
            return stream.opener() && stream.endpoint().equals(endpoint.id()) && stream.client().endsWith(":" + port);
        }
    }
}
