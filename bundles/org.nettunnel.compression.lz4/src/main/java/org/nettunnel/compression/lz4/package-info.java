/// LZ4: little gain at next to no cost; chosen by name.
@NullMarked
package org.nettunnel.compression.lz4;

import org.jspecify.annotations.NullMarked;
