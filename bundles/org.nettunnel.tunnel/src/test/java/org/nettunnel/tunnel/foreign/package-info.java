/// What a bundle would bring: loaded by a class loader of its own, so that a test sees whether it is let go.
@NullMarked
package org.nettunnel.tunnel.foreign;

import org.jspecify.annotations.NullMarked;
