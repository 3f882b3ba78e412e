/// The `nettunnel` command; runs without OSGi, so that it starts at once.
@NullMarked
package org.nettunnel.cli;

import org.jspecify.annotations.NullMarked;
