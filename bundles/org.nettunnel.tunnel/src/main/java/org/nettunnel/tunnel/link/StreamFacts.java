package org.nettunnel.tunnel.link;

import java.time.Instant;

import org.nettunnel.api.tunnel.EndpointId;
import org.nettunnel.api.tunnel.Tunnels.Measures;
import org.nettunnel.tunnel.squeeze.Squeezed;

/// What can be seen of a stream from outside its loop.
///
/// @param id            0 while its OPEN is not written
/// @param ticket        numbers those that this end opens, before they have an id; 0 for the others
/// @param isOpener      whether the application connected at this end
/// @param state         `dialling`, `open`, `half-closed` or `closing`
/// @param receivedBytes bytes read from the local socket
/// @param sentBytes     bytes written to the local socket
/// @param sent          what is compressed of what we send to the peer
/// @param received      the same of what comes
public record StreamFacts(long id, long ticket, EndpointId endpoint, boolean isOpener, String client, String target, String state, Instant since,
        long receivedBytes, long sentBytes, Squeezed.Facts sent, Squeezed.Facts received, Delays delays) {
    /// Where its time goes: see [org.nettunnel.api.tunnel.Tunnels.Measures.OfStream].
    public record Delays(long takenAt, Measures.Waits waits, long pace, boolean hasToSend) {}

    /// How people name it among those of its lane; another name once it has an id.
    public String name() {
        return id == 0 ? "q" + ticket : Long.toString(id);
    }

    static StreamFacts of(Stream stream) {
        return new StreamFacts(stream.id, stream.ticket, stream.endpoint, stream.isOpener, stream.client, stream.target, state(stream), stream.since,
                stream.receivedBytes.get(), stream.sentBytes.get(), stream.sending.squeezed.facts(), stream.receiving.squeezed.facts(), delays(stream));
    }

    private static Delays delays(Stream stream) {
        long now = stream.lane.loop.now();
        return new Delays(now, stream.waits.at(now), stream.sending.pace(), stream.sending.hasUndelivered());
    }

    private static String state(Stream stream) {
        return switch (stream.phase) {
            case QUEUED, OPENING, DIALLING -> "dialling";
            case OPEN -> stream.sending.hasEnded() && stream.receiving.hasEnded() ? "closing" : stream.isHalfClosed() ? "half-closed" : "open";
            case ENDED -> "closing";
        };
    }
}
