/// The services of a node in memory, for unit tests of what is asked of a node.
@NullMarked
package org.nettunnel.fakes;

import org.jspecify.annotations.NullMarked;
