package org.nettunnel.tunnel.edge;

/// Who is told that a local socket can be read or written.
///
/// **Threads:** called on the loop.
public interface EdgeUser {
    void edgeReadable();

    void edgeWritable();
}
