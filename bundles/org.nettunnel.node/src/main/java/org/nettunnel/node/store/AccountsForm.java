package org.nettunnel.node.store;

import java.time.Instant;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.node.Accounts.Role;
import org.nettunnel.api.node.Accounts.User;
import org.nettunnel.api.node.Grants;
import org.nettunnel.api.node.Quota;
import org.nettunnel.api.node.Tokens.Scope;
import org.nettunnel.node.store.Account.Invited;
import org.nettunnel.node.store.Account.KeptToken;

/// `accounts.json`. Of schema 1 are files whose users have a name, a role and a password and nothing else.
record AccountsForm(int schema, List<AccountForm> users) implements Form {
    AccountsForm {
        Form.checkSchemaWithRights(schema);
        users = Form.all(users, "users");
        Form.unique(users, "users", AccountForm::name);
    }

    static AccountsForm of(List<Account> accounts) {
        List<AccountForm> users = accounts.stream().map(AccountForm::of).toList();
        return new AccountsForm(users.stream().allMatch(AccountForm::isPlain) ? SCHEMA : SCHEMA_WITH_RIGHTS, users);
    }

    /// @param password a PHC string; absent until the user has chosen one
    /// @param disabled false when left out
    record AccountForm(String name, Role role, @Nullable String password, @Nullable Boolean disabled, @Nullable GrantsForm grants,
            @Nullable Quota quota, @Nullable InvitedForm invited, @Nullable List<TokenForm> tokens) {
        AccountForm {
            if (!Form.required(name, "name").matches(Account.NAME)) throw new IllegalArgumentException("'" + name + "' is not the name of a user");
            Form.required(role, "role");
            if (password != null && !password.startsWith("$argon2id$"))
                throw new IllegalArgumentException("'password' must be an Argon2id PHC string ($argon2id$…)");
            if (tokens != null) {
                tokens = Form.all(tokens, "tokens");
                Form.unique(tokens, "tokens", TokenForm::id);
            }
        }

        static AccountForm of(Account account) {
            User user = account.user();
            Invited invited = account.invited();
            return new AccountForm(user.name(), user.role(), account.password(), user.disabled() ? true : null, GrantsForm.of(user.grants()),
                    user.quota().equals(Quota.NONE) ? null : user.quota(), invited == null ? null : new InvitedForm(invited.hash(), invited.expires()),
                    account.tokens().isEmpty() ? null : account.tokens().stream().map(TokenForm::of).toList());
        }

        boolean isPlain() {
            return password != null && disabled == null && grants == null && quota == null && invited == null && tokens == null;
        }

        Account account() {
            GrantsForm granted = grants;
            Quota bounds = quota;
            InvitedForm open = invited;
            List<TokenForm> kept = tokens;
            User user = new User(name, role, Boolean.TRUE.equals(disabled), granted == null ? Grants.NONE : granted.grants(), bounds == null ? Quota.NONE : bounds);
            return new Account(user, password, open == null ? null : new Invited(open.hash(), open.expires()),
                    kept == null ? List.of() : kept.stream().map(TokenForm::token).toList());
        }
    }

    /// @param hash SHA-256 of the code, in hex
    record InvitedForm(String hash, Instant expires) {
        InvitedForm {
            checkHash(hash);
            Form.required(expires, "expires");
        }
    }

    /// @param hash SHA-256 of the text, in hex
    record TokenForm(String id, String name, String hash, List<Scope> scopes, Instant made, Instant expires) {
        TokenForm {
            Form.required(id, "id");
            Form.required(name, "name");
            checkHash(hash);
            scopes = Form.all(scopes, "scopes");
            Form.required(made, "made");
            Form.required(expires, "expires");
        }

        static TokenForm of(KeptToken token) {
            return new TokenForm(token.id(), token.name(), token.hash(), token.scopes().stream().sorted().toList(), token.made(), token.expires());
        }

        KeptToken token() {
            return new KeptToken(id, name, hash, Set.copyOf(scopes), made, expires);
        }
    }

    private static void checkHash(String hash) {
        if (!Form.required(hash, "hash").matches("[0-9a-f]{64}")) throw new IllegalArgumentException("'hash' must be 64 hex digits");
    }
}
