/// Whole releases of the node itself, beside what was installed first: written, pointed to, and left again.
@NullMarked
package org.nettunnel.provisioning.release;

import org.jspecify.annotations.NullMarked;
