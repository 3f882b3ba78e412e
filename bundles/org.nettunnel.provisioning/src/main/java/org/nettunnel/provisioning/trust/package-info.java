/// Whether a jar is what the one confirmed signer made of it.
@NullMarked
package org.nettunnel.provisioning.trust;

import org.jspecify.annotations.NullMarked;
