/// The OSGi edge of this bundle: components that only wire the core.
@NullMarked
package org.nettunnel.provisioning.osgi;

import org.jspecify.annotations.NullMarked;
