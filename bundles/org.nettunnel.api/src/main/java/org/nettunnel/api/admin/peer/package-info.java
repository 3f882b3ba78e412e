/// What concerns both ends of a tunnel: edits of endpoints, and what is asked of the other end through the tunnel.
@NullMarked
package org.nettunnel.api.admin.peer;

import org.jspecify.annotations.NullMarked;
