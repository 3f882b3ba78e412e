/// What other bundles offer the engine, and what came of the tests that suites pass before they are used.
@NullMarked
package org.nettunnel.tunnel.providers;

import org.jspecify.annotations.NullMarked;
