package org.nettunnel.api.tunnel;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.Set;

import org.nettunnel.api.crypto.Fingerprint;
import org.nettunnel.api.transport.Address;

/// The tunnel engine: keeps tunnels up and carries streams.
///
/// **Threads:** safe for any.
public interface Tunnels {
    /// Makes the running tunnels equal to `configs`: starts, stops and changes what differs and touches nothing else.
    /// Streams end where a tunnel is stopped or gets another key or peer; other ways to the same peer are for the links to come.
    void apply(List<TunnelConfig> configs);

    List<TunnelState> states();

    /// Carries a connection to the other end; from this call on the engine owns `edge`, also when it throws.
    ///
    /// While the tunnel has no link it waits for one, as long as the tunnel's [TunnelConfig.Outage#patience] says; it is reset when
    /// that is over, and the observer told.
    ///
    /// @param edge connected, in blocking mode
    /// @throws StreamRefused when the tunnel is stopped, full, or down and not to be waited for; the edge was reset
    void open(StreamOffer offer, SocketChannel edge, StreamObserver observer) throws StreamRefused;

    /// Cuts the tunnel's links, as a network would that fails: streams wait, and go on over the next links.
    ///
    /// @return how many were cut
    int cut(TunnelId tunnel);

    List<StreamState> streams();

    /// Dials the peer of a tunnel once more, as the tunnel does, and has it prove who it is; nothing comes of it, and sessions do not notice.
    ///
    /// @throws IOException with a sentence: what went wrong
    default Greeting greet(TunnelId tunnel, Address address) throws IOException {
        throw new IOException("there is no tunnel " + tunnel);
    }

    /// @param peer      who proved himself
    /// @param suite     that a link would have; empty where none is in common
    /// @param suites    all that the peer has
    /// @param wire      how long it took to get there, proxy and TLS included
    /// @param handshake how long the two messages took
    record Greeting(Fingerprint peer, String suite, List<String> suites, Duration wire, Duration handshake) {}

    /// Where the time of a tunnel's streams goes; waits for its loops to say so.
    default Measures measures(TunnelId tunnel) {
        return Measures.NONE;
    }

    /// Tells `listener` of every stream that opens or ends from now on; while nobody listens that costs streams nothing.
    default StreamListener.Watch watch(StreamListener listener) {
        return () -> {};
    }

    /// Whether every event loop answers, within about a second.
    default boolean isAlive() {
        return true;
    }

    default EngineLoad load() {
        return EngineLoad.NONE;
    }

    /// Suites and compressions that bundles offer, the preferred first, those that were refused at the end.
    default List<Provider> provided() {
        return List.of();
    }

    /// From now on; links get new keys where it makes a difference. Nothing is taken away by it: what is not named follows by rank.
    void prefer(Preference preference);

    /// The tunnels that would be left without a suite in common with their peer if these bundles were gone. Without AES-256-GCM, which
    /// handshakes need, that is every tunnel that is started.
    List<Stranded> stranded(Set<Long> bundles);

    /// Takes what these bundles offer out of use while they are still there: links get new keys without it.
    ///
    /// What comes of the same bundles afterwards is not retired. While no suite in common is left nothing is asked of the peer; after 30 s
    /// without [#readmit] the links end.
    ///
    /// @return whether no link uses any of it any more; what is retired stays so until it is gone, or [#readmit] is called
    boolean retire(Set<Long> bundles, Duration patience) throws InterruptedException;

    /// Takes back [#retire].
    void readmit(Set<Long> bundles);

    /// Ends one stream; both applications see a reset.
    ///
    /// @return false when there is no such stream (any more)
    boolean reset(String streamId, CloseCode code);

    /// Ends every stream of an endpoint; both applications see a reset.
    void resetStreams(EndpointId endpoint, CloseCode code);

    /// Sends a message to the other end over the control stream, in order.
    ///
    /// @param json at most 1 MiB; it survives a lost link as streams do
    /// @return false when the tunnel has no session: the message was not sent
    boolean send(TunnelId tunnel, byte[] json);

    /// Where the time of a tunnel's streams goes at this end. Times and bytes only grow: two of these, a while apart, say what share of it was spent how.
    ///
    /// @param loops the event loops that the tunnel's lanes are on
    record Measures(List<OfStream> streams, List<OfLink> links, List<OfLoop> loops) {
        public static final Measures NONE = new Measures(List.of(), List.of(), List.of());

        public Measures {
            streams = List.copyOf(streams);
            links = List.copyOf(links);
            loops = List.copyOf(loops);
        }

        /// @param lane      on whose link it travels
        /// @param takenAt   `System.nanoTime()` of this
        /// @param pace      bytes a second that its user has; -1 without a bound
        /// @param hasToSend whether bytes wait here: read and not yet delivered at the other end
        public record OfStream(StreamState state, int lane, long takenAt, Waits waits, long pace, boolean hasToSend) {}

        /// Nanoseconds since the stream began, what lasts included.
        ///
        /// @param dial   until the target was connected; at the opener until the other end said so
        /// @param credit the local socket had bytes, and the other end no room for them: what is there takes slowly, or far away
        /// @param link   the stream waited for its turn on the link, or for a link
        /// @param socket the local socket took no more: its application reads slowly
        /// @param pace   its user's bound of bytes a second was used up
        /// @param answer everything was said, and nothing came back: at the opener by the other end, else by the target
        public record Waits(long dial, long credit, long link, long socket, long pace, long answer) {
            public static final Waits NONE = new Waits(0, 0, 0, 0, 0, 0);
        }

        /// @param takenAt       `System.nanoTime()` of this
        /// @param roundTrip     smoothed nanoseconds, by PING; 0 until the first answer
        /// @param quickest      the shortest there was: what is more waited in line
        /// @param unanswered    nanoseconds for which the present PING is out; 0 when none is
        /// @param blocked       nanoseconds in which the wire took no bytes
        /// @param waitingBytes  sealed and not yet taken by the wire
        /// @param bytesPerSecond what it carried while bytes waited in line; 0 while that is not known
        public record OfLink(int lane, long takenAt, long roundTrip, long quickest, long unanswered, long blocked, long waitingBytes, long receivedBytes,
                long sentBytes, long bytesPerSecond) {}

        /// @param takenAt `System.nanoTime()` of this
        /// @param idle    nanoseconds in which it had nothing to do
        public record OfLoop(String name, long takenAt, long idle) {}
    }
}
