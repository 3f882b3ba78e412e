/// The data path: loops that own links, links that carry streams, streams that own a local socket.
@NullMarked
package org.nettunnel.tunnel.link;

import org.jspecify.annotations.NullMarked;
