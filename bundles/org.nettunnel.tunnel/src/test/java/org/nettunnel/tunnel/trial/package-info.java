/// Tests of the tests that providers have to pass.
@NullMarked
package org.nettunnel.tunnel.trial;

import org.jspecify.annotations.NullMarked;
