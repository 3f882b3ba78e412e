/// The commands that talk to a node.
@NullMarked
package org.nettunnel.cli.commands;

import org.jspecify.annotations.NullMarked;
