/// The one HTTPS port of the node: Jetty, its certificate, and whatever is registered with it.
@NullMarked
package org.nettunnel.http;

import org.jspecify.annotations.NullMarked;
