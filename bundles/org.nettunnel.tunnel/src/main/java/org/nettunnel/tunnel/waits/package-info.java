/// What streams, links and loops wait for, and for how long; and the waiting for a place in a user's pace.
@NullMarked
package org.nettunnel.tunnel.waits;

import org.jspecify.annotations.NullMarked;
