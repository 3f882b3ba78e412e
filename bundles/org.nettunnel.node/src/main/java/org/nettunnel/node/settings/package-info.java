/// What can be set about a node: the usual, the bounds, and a sentence for each.
@NullMarked
package org.nettunnel.node.settings;

import org.jspecify.annotations.NullMarked;
