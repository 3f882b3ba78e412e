/// The bytes of a link: integers, records, frame types, limits of pace, and the pooled memory that bytes pass through.
@NullMarked
package org.nettunnel.tunnel.wire;

import org.jspecify.annotations.NullMarked;
