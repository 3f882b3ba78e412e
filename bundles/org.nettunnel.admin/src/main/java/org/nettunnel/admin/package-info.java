/// The admin API: REST over the node's HTTPS port, for commands and other programs.
@NullMarked
package org.nettunnel.admin;

import org.jspecify.annotations.NullMarked;
