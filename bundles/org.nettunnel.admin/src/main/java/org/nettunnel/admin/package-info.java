/// REST, live events and metrics for administrators and their programs.
@NullMarked
package org.nettunnel.admin;

import org.jspecify.annotations.NullMarked;
