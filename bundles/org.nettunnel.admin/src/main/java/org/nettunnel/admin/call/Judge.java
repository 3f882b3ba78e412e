package org.nettunnel.admin.call;

import org.nettunnel.api.admin.Operation.Access;
import org.nettunnel.api.node.Accounts.User;

/// Says who may do what with one object.
///
/// **Threads:** any.
public interface Judge {
    /// @param act [Access#SEE], [Access#OPERATE] or [Access#CHANGE]
    boolean allows(User user, Access act, Subject subject);
}
