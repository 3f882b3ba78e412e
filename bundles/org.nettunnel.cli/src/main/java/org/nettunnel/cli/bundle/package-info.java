/// Commands for what is installed: bundles, update sites, and the suites and compressions that come of them.
@NullMarked
package org.nettunnel.cli.bundle;

import org.jspecify.annotations.NullMarked;
