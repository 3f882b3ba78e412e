/// What this installation is: identity, accounts, and its tunnels and endpoints on disk.
@NullMarked
package org.nettunnel.node;

import org.jspecify.annotations.NullMarked;
