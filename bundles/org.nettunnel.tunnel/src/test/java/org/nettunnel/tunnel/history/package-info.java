/// What the two ends of every stream saw, written down and checked: no byte lost, doubled or reordered, each end once.
@NullMarked
package org.nettunnel.tunnel.history;

import org.jspecify.annotations.NullMarked;
