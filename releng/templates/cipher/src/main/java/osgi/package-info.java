/// The OSGi edge of this bundle: a component that only wires the core.
@NullMarked
package @ID@.osgi;

import org.jspecify.annotations.NullMarked;
