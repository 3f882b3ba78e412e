/// What two product processes need for many connections, and that floods do not bring them down.
@NullMarked
package org.nettunnel.system.memory;

import org.jspecify.annotations.NullMarked;
