/// The same suites from Bouncy Castle, and Argon2id, certificates and PEM.
@NullMarked
package org.nettunnel.crypto.bouncycastle;

import org.jspecify.annotations.NullMarked;
