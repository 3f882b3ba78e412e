package org.nettunnel.api.node;

import java.util.Set;

/// On which ports this node itself is reached: the endpoints of limited users never connect there. A service, any number of them.
///
/// **Threads:** safe for any.
public interface OwnPorts {
    Set<Integer> ports();
}
