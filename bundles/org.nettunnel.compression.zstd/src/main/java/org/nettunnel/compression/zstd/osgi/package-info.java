/// The OSGi edge of this bundle: components that only wire the core.
@NullMarked
package org.nettunnel.compression.zstd.osgi;

import org.jspecify.annotations.NullMarked;
