/// Compression of single streams: whether a frame is worth it, contexts, and how many of them there are.
@NullMarked
package org.nettunnel.tunnel.squeeze;

import org.jspecify.annotations.NullMarked;
