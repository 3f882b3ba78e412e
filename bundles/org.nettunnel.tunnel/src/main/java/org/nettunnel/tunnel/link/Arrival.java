package org.nettunnel.tunnel.link;

import java.nio.channels.SocketChannel;
import java.util.concurrent.RejectedExecutionException;

import org.nettunnel.api.tunnel.CloseCode;
import org.nettunnel.api.tunnel.EndpointId;
import org.nettunnel.api.tunnel.StreamAcceptor.Dialled;
import org.nettunnel.tunnel.edge.SocketEdge;

/// A stream that the peer wants opened, and the way back to its loop for whoever decides.
///
/// **Threads:** any; one answer.
public final class Arrival {
    private final Stream stream;

    Arrival(Stream stream) {
        this.stream = stream;
    }

    public EndpointId endpoint() {
        return stream.endpoint;
    }

    /// Who connected there, by the peer's word.
    public String client() {
        return stream.client;
    }

    /// The target is connected; the socket belongs to the loop from here.
    public void accept(Dialled dialled) {
        SocketChannel edge = dialled.edge();
        try {
            stream.lane.loop.execute(() -> {
                stream.lane.book.openings.dialReturned(stream);
                stream.dialled(dialled);
            });
        } catch (RejectedExecutionException stopped) {
            SocketEdge.resetNow(edge);
            dialled.observer().ended(CloseCode.SESSION_GONE, "the stream ended while its target was dialled", 0, 0);
        }
    }

    /// @param reason what the peer is told
    public void refuse(CloseCode code, String reason) {
        try {
            stream.lane.loop.execute(() -> {
                stream.lane.book.openings.dialReturned(stream);
                stream.refuse(code, reason);
            });
        } catch (RejectedExecutionException stopped) {
            // the whole loop has ended, and the stream with it
        }
    }
}
