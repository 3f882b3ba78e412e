/// What other bundles offer the engine, and which of it is offered to peers.
@NullMarked
package org.nettunnel.tunnel.providers;

import org.jspecify.annotations.NullMarked;
