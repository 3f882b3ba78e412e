/// What happens in the node, told as it happens, and kept for a while.
@NullMarked
package org.nettunnel.admin.live;

import org.jspecify.annotations.NullMarked;
