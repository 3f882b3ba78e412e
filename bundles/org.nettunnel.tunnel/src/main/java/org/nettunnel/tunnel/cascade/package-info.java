/// Suites made of a plain stream cipher: inside AES-256-GCM, or alone with a MAC.
@NullMarked
package org.nettunnel.tunnel.cascade;

import org.jspecify.annotations.NullMarked;
