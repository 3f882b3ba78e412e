/// What `./dev bench relay` measures: a load generator, the peers and the table.
@NullMarked
package org.nettunnel.system.bench;

import org.jspecify.annotations.NullMarked;
