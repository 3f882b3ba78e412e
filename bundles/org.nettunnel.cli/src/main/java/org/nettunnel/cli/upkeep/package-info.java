/// Commands that keep a node: audit, backup, restore, import, settings.
@NullMarked
package org.nettunnel.cli.upkeep;

import org.jspecify.annotations.NullMarked;
