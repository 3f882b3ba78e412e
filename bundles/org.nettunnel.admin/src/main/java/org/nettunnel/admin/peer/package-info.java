/// Edits that concern both ends of a tunnel, and calls through it.
@NullMarked
package org.nettunnel.admin.peer;

import org.jspecify.annotations.NullMarked;
