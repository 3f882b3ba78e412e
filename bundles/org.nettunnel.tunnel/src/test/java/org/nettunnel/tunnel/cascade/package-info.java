/// Tests of the suites that are made of a stream cipher.
@NullMarked
package org.nettunnel.tunnel.cascade;

import org.jspecify.annotations.NullMarked;
