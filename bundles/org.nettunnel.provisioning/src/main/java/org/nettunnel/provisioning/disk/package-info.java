/// Files and folders that a crash leaves old or new.
@NullMarked
package org.nettunnel.provisioning.disk;

import org.jspecify.annotations.NullMarked;
