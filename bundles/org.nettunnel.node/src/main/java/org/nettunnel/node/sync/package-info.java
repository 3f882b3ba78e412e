/// The endpoint documents that both ends of a tunnel keep in step: a last-writer-wins map.
@NullMarked
package org.nettunnel.node.sync;

import org.jspecify.annotations.NullMarked;
