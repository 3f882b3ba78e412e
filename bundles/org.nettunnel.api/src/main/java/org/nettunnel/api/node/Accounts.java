package org.nettunnel.api.node;

import java.io.IOException;
import java.util.List;

/// The people who may administer this node.
///
/// There is no default password: without a user the only way in is the setup code that the first start prints.
/// **Threads:** safe for any; logging in takes tens of milliseconds.
public interface Accounts {
    List<User> users();

    /// Makes the first administrator.
    ///
    /// @param code what the node printed at its first start; good for 30 minutes and 10 tries
    /// @throws RequestRefused when the code is wrong or used up, a user exists already, or name or password will not do
    User setUp(String code, String name, char[] password) throws RequestRefused, IOException;

    /// @param from address of the caller, for the back-off
    /// @throws RequestRefused FORBIDDEN with the same words and time for an unknown user and a wrong password; TOO_MANY with the time to wait
    User login(String name, char[] password, String from) throws RequestRefused;

    /// What a user may do.
    enum Role { ADMINISTRATOR, LIMITED }

    /// @param grants what a limited user may, beside what is his own
    record User(String name, Role role, boolean disabled, Grants grants, Quota quota) {
        /// Without grants or bounds, as administrators are.
        public User(String name, Role role) {
            this(name, role, false, Grants.NONE, Quota.NONE);
        }
    }
}
