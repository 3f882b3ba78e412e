/// What `./dev bench` measures: a load generator, the peers and the tables; suites and compressions also alone, in this process.
@NullMarked
package org.nettunnel.system.bench;

import org.jspecify.annotations.NullMarked;
