/// What the engine asks of cryptography: suites, the hybrid exchange, key derivation, identities, certificates, passwords.
@NullMarked
package org.nettunnel.api.crypto;

import org.jspecify.annotations.NullMarked;
