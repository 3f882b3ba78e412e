/// One sealed file of all a node is and knows, and a node of such a file.
@NullMarked
package org.nettunnel.node.backup;

import org.jspecify.annotations.NullMarked;
