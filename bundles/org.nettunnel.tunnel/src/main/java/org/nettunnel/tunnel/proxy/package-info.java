/// The way out through a proxy: which one, and what is said to it before the socket is the tunnel's.
@NullMarked
package org.nettunnel.tunnel.proxy;

import org.jspecify.annotations.NullMarked;
