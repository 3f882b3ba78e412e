/// Reads what the original NetTunnel kept in its files, and takes over what can be had here.
@NullMarked
package org.nettunnel.node.original;

import org.jspecify.annotations.NullMarked;
