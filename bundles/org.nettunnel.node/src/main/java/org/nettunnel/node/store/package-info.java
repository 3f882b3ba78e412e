/// What the node keeps on disk: written so that a crash at any moment leaves the old or the new, with secrets sealed.
@NullMarked
package org.nettunnel.node.store;

import org.jspecify.annotations.NullMarked;
