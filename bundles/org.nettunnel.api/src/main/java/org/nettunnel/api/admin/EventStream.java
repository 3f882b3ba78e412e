package org.nettunnel.api.admin;

import java.io.IOException;

/// An answer that goes on until one of both ends it: server-sent events (`text/event-stream`).
///
/// **Threads:** a virtual one of the request; may block.
public interface EventStream {
    /// Writes events until there are no more, or until the other end is gone, which `out` tells by throwing.
    void write(Out out) throws IOException;

    /// Takes whole events or comments, each with its empty line; they are sent before it returns.
    interface Out {
        void send(String events) throws IOException;
    }
}
