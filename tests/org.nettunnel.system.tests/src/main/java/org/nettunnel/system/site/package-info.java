/// Update sites as good and bad people make them: bundles, metadata, signatures and servers, by nothing of the product's own.
@NullMarked
package org.nettunnel.system.site;

import org.jspecify.annotations.NullMarked;
