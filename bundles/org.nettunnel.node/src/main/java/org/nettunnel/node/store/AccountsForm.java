package org.nettunnel.node.store;

import java.util.List;

import org.nettunnel.api.node.Accounts.Role;
import org.nettunnel.api.node.Accounts.User;

/// `accounts.json`.
record AccountsForm(int schema, List<AccountForm> users) implements Form {
    AccountsForm {
        Form.checkSchema(schema);
        users = Form.all(users, "users");
        Form.unique(users, "users", AccountForm::name);
    }

    /// @param password a PHC string
    record AccountForm(String name, Role role, String password) {
        AccountForm {
            if (!Form.required(name, "name").matches(Account.NAME)) throw new IllegalArgumentException("'" + name + "' is not the name of a user");
            Form.required(role, "role");
            if (!Form.required(password, "password").startsWith("$argon2id$"))
                throw new IllegalArgumentException("'password' must be an Argon2id PHC string ($argon2id$…)");
        }

        static AccountForm of(Account account) {
            return new AccountForm(account.user().name(), account.user().role(), account.password());
        }

        Account account() {
            return new Account(new User(name, role), password);
        }
    }
}
