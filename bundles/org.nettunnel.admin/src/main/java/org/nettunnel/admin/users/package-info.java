/// What the operations on users, invites and tokens do.
@NullMarked
package org.nettunnel.admin.users;

import org.jspecify.annotations.NullMarked;
