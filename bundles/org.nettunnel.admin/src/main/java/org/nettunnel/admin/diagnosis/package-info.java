/// Says why a tunnel or a stream is slow.
@NullMarked
package org.nettunnel.admin.diagnosis;

import org.jspecify.annotations.NullMarked;
