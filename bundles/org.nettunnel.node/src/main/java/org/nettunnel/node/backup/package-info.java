/// One sealed file of what a node is, and a node of such a file.
@NullMarked
package org.nettunnel.node.backup;

import org.jspecify.annotations.NullMarked;
