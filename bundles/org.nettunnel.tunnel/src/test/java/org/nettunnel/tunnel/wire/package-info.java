/// Tests of what passes bytes and counts them.
@NullMarked
package org.nettunnel.tunnel.wire;

import org.jspecify.annotations.NullMarked;
