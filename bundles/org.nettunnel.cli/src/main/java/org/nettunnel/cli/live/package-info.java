/// Commands that show what happens in a node, as it happens.
@NullMarked
package org.nettunnel.cli.live;

import org.jspecify.annotations.NullMarked;
