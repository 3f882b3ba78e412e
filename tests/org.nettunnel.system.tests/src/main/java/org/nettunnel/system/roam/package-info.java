/// Two nodes in networks of their own whose connections are reset, whose roads vanish and whose addresses change, and what talks through them.
@NullMarked
package org.nettunnel.system.roam;

import org.jspecify.annotations.NullMarked;
