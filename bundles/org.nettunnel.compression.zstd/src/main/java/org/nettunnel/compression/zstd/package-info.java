/// Zstandard: fast, and better than deflate; the default where both ends have it.
@NullMarked
package org.nettunnel.compression.zstd;

import org.jspecify.annotations.NullMarked;
