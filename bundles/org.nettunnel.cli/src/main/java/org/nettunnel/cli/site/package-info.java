/// The commands that make, sign and check update sites; they need no node.
@NullMarked
package org.nettunnel.cli.site;

import org.jspecify.annotations.NullMarked;
