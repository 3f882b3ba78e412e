/// What happens to tunnels, told to the flight recorder of the JVM.
@NullMarked
package org.nettunnel.tunnel.events;

import org.jspecify.annotations.NullMarked;
