/// Tests of what happens as it happens.
@NullMarked
package org.nettunnel.admin.live;

import org.jspecify.annotations.NullMarked;
