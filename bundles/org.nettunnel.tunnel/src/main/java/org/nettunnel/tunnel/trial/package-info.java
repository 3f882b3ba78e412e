/// What a suite, a stream cipher or a compression has to pass before the engine uses it; each refusal is a sentence for administrators.
@NullMarked
package org.nettunnel.tunnel.trial;

import org.jspecify.annotations.NullMarked;
