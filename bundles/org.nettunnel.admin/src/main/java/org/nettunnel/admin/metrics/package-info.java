/// The node in numbers, as monitoring systems read them.
@NullMarked
package org.nettunnel.admin.metrics;

import org.jspecify.annotations.NullMarked;
