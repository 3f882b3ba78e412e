/// Who changed what on this node: files that only grow, whose entries are chained by their hashes.
@NullMarked
package org.nettunnel.node.audit;

import org.jspecify.annotations.NullMarked;
