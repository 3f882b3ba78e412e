/// Product processes, the command line and programs of the system as a test or a demo holds them.
@NullMarked
package org.nettunnel.system.process;

import org.jspecify.annotations.NullMarked;
