/// Gets a wire to a peer by plain TCP.
@NullMarked
package org.nettunnel.transport.tcp;

import org.jspecify.annotations.NullMarked;
