/// Proves to two nodes who the other is and gives a link its keys: protocol section 2, blocking, on a virtual thread.
@NullMarked
package org.nettunnel.tunnel.handshake;

import org.jspecify.annotations.NullMarked;
