/// The local ends of streams: sockets of applications, and the messages of the control stream.
@NullMarked
package org.nettunnel.tunnel.edge;

import org.jspecify.annotations.NullMarked;
