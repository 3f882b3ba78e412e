/// What every command works with: the terminal, the common options, and the way to the node.
@NullMarked
package org.nettunnel.cli.shell;

import org.jspecify.annotations.NullMarked;
