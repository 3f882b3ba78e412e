/// What the operations on bundles, sites and suites do.
@NullMarked
package org.nettunnel.admin.bundles;

import org.jspecify.annotations.NullMarked;
