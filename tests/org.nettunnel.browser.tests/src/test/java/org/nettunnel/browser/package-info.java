/// The web console as people use it: a real browser, real nodes.
@NullMarked
package org.nettunnel.browser;

import org.jspecify.annotations.NullMarked;
