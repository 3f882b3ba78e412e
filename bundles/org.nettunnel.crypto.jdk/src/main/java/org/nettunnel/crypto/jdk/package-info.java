/// AES-256-GCM, ChaCha20-Poly1305, the hybrid exchange and key schedule from the JDK: the default for data.
@NullMarked
package org.nettunnel.crypto.jdk;

import org.jspecify.annotations.NullMarked;
