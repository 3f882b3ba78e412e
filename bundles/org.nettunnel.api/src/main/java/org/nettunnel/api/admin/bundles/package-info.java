/// Records of the admin API about what is installed, sites, and the work on them.
@NullMarked
package org.nettunnel.api.admin.bundles;

import org.jspecify.annotations.NullMarked;
