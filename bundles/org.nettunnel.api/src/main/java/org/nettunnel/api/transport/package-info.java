/// Ways to get a wire to a peer, and where accepted wires go.
@NullMarked
package org.nettunnel.api.transport;

import org.jspecify.annotations.NullMarked;
