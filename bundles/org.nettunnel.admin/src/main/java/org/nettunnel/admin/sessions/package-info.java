/// Who is logged in, and how one becomes so.
@NullMarked
package org.nettunnel.admin.sessions;

import org.jspecify.annotations.NullMarked;
