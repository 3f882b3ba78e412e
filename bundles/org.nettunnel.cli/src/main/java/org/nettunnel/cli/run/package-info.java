/// Starting a node in this process, and checking its files.
@NullMarked
package org.nettunnel.cli.run;

import org.jspecify.annotations.NullMarked;
