/// What the operations on the node itself do.
@NullMarked
package org.nettunnel.admin.node;

import org.jspecify.annotations.NullMarked;
