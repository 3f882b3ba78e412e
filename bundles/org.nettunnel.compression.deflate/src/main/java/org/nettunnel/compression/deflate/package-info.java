/// Deflate, the compression that is built in.
@NullMarked
package org.nettunnel.compression.deflate;

import org.jspecify.annotations.NullMarked;
