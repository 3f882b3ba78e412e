package org.nettunnel.admin;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.admin.Operation.Access;
import org.nettunnel.api.node.Accounts.Role;
import org.nettunnel.api.node.Accounts.User;

/// Who asks.
///
/// @param user null for a stranger
/// @param from address of the other end of the connection
record Caller(@Nullable User user, String from) {
    boolean may(Access access) {
        User known = user;
        return switch (access) {
            case ANYONE -> true;
            case USER -> known != null;
            case ADMINISTRATOR -> known != null && known.role() == Role.ADMINISTRATOR;
        };
    }

    String name() {
        User known = user;
        return known == null ? "-" : known.name();
    }
}
