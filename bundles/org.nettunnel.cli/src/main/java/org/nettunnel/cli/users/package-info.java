/// Commands about users, their invites, passwords and tokens.
@NullMarked
package org.nettunnel.cli.users;

import org.jspecify.annotations.NullMarked;
