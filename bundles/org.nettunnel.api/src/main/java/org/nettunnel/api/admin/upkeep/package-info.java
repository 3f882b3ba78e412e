/// Records of the admin API about audit, backup, what is taken over from the original, and settings.
@NullMarked
package org.nettunnel.api.admin.upkeep;

import org.jspecify.annotations.NullMarked;
