/// Gets a site's files, as its signed index lists them, from a folder, a zip or https.
@NullMarked
package org.nettunnel.provisioning.site;

import org.jspecify.annotations.NullMarked;
