/// Gets a wire to a peer by TLS with an HTTP upgrade.
@NullMarked
package org.nettunnel.transport.https;

import org.jspecify.annotations.NullMarked;
