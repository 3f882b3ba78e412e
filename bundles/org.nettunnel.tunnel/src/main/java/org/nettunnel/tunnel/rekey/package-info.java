/// Gives a living link new keys, and with them perhaps another suite and other compressions: protocol section 7.
@NullMarked
package org.nettunnel.tunnel.rekey;

import org.jspecify.annotations.NullMarked;
