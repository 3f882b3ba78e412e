/// What is asked of whoever installs bundles: sites and their signers, features, and the work on them.
@NullMarked
package org.nettunnel.api.provisioning;

import org.jspecify.annotations.NullMarked;
