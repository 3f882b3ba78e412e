/// What p2 would be told by a site: read with distrust before p2 sees it.
@NullMarked
package org.nettunnel.provisioning.metadata;

import org.jspecify.annotations.NullMarked;
