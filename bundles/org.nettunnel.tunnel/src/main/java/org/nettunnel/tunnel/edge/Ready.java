package org.nettunnel.tunnel.edge;

import java.nio.channels.SelectionKey;

/// What a key's attachment does when its channel is ready; it deals with its own failures.
///
/// **Threads:** called on the loop.
public interface Ready {
    void ready(SelectionKey key);
}
