/// Wires the console to the front door.
@NullMarked
package org.nettunnel.console.osgi;

import org.jspecify.annotations.NullMarked;
