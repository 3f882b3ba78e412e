/// What the engine asks of a compression.
@NullMarked
package org.nettunnel.api.compression;

import org.jspecify.annotations.NullMarked;
