/// The web console: pages for the browser, on the node's HTTPS port, that speak to the admin API only.
@NullMarked
package org.nettunnel.console;

import org.jspecify.annotations.NullMarked;
