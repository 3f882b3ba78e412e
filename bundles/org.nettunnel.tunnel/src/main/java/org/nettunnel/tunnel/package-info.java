/// Keeps tunnels up and carries streams: loops, sessions, links, handshake, credit.
@NullMarked
package org.nettunnel.tunnel;

import org.jspecify.annotations.NullMarked;
