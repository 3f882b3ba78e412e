/// Asks the other ends of tunnels, and answers them.
@NullMarked
package org.nettunnel.node.peer;

import org.jspecify.annotations.NullMarked;
