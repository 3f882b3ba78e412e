/// What this installation is: directories, identity, accounts, and its tunnels and endpoints.
@NullMarked
package org.nettunnel.api.node;

import org.jspecify.annotations.NullMarked;
