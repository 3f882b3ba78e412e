/// Which proxy the environment of a process means, as curl reads it.
@NullMarked
package org.nettunnel.api.tunnel.proxy;

import org.jspecify.annotations.NullMarked;
