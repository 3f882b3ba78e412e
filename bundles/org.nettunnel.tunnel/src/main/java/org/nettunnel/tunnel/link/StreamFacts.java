package org.nettunnel.tunnel.link;

import java.time.Instant;

import org.nettunnel.api.tunnel.EndpointId;

/// What can be seen of a stream from outside its loop.
///
/// @param isOpener      whether the application connected at this end
/// @param state         `dialling`, `open`, `half-closed` or `closing`
/// @param receivedBytes bytes read from the local socket
/// @param sentBytes     bytes written to the local socket
public record StreamFacts(long id, EndpointId endpoint, boolean isOpener, String client, String target, String state, Instant since,
        long receivedBytes, long sentBytes) {
    static StreamFacts of(Stream stream) {
        return new StreamFacts(stream.id, stream.endpoint, stream.isOpener, stream.client, stream.target, state(stream), stream.since,
                stream.receivedBytes.get(), stream.sentBytes.get());
    }

    private static String state(Stream stream) {
        return switch (stream.phase) {
            case QUEUED, OPENING, DIALLING -> "dialling";
            case OPEN -> stream.sending.hasEnded() && stream.receiving.hasEnded() ? "closing" : stream.isHalfClosed() ? "half-closed" : "open";
            case ENDED -> "closing";
        };
    }
}
