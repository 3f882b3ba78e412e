/// What the operations on tunnels, endpoints and streams do.
@NullMarked
package org.nettunnel.admin.tunnels;

import org.jspecify.annotations.NullMarked;
