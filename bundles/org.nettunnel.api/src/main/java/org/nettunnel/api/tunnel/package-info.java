/// Tunnels and the streams they carry, as the rest of the node sees them.
@NullMarked
package org.nettunnel.api.tunnel;

import org.jspecify.annotations.NullMarked;
