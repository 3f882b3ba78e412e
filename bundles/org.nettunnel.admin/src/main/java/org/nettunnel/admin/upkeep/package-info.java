/// Audit, backup, what is taken over from the original, and settings; and the trail that every operation leaves in the audit log.
@NullMarked
package org.nettunnel.admin.upkeep;

import org.jspecify.annotations.NullMarked;
