package org.nettunnel.api.admin.users;

import java.util.List;

import org.nettunnel.api.admin.Nothing;
import org.nettunnel.api.admin.Operation;
import org.nettunnel.api.admin.Operation.About;
import org.nettunnel.api.admin.Operation.Access;
import org.nettunnel.api.admin.Operation.Query;

/// The rows about users, their invites, passwords and tokens.
public final class UserOperations {
    public static final Query VALID_SECONDS = Query.number("validSeconds", "How long the invite may be used: 1 to 2592000 seconds, usually 7 days.");

    public static final Operation<Nothing, UserView.Page> LIST_USERS = Operation.get("/users", Access.ADMINISTRATOR, UserView.Page.class,
            "Lists the users of this node.").inPages();
    public static final Operation<UserRequest, UserView> ADD_USER = Operation.post("/users", Access.ADMINISTRATOR, UserRequest.class, UserView.class,
            "Makes a user; without a password he needs an invite.").about(About.USER).forPeople();
    public static final Operation<Nothing, UserView> SHOW_USER = Operation.get("/users/{id}", Access.ADMINISTRATOR, UserView.class, "Shows a user and his rights.")
            .about(About.USER);
    public static final Operation<UserChange, UserView> CHANGE_USER = Operation.post("/users/{id}", Access.ADMINISTRATOR, UserChange.class, UserView.class,
            "Changes role, rights and bounds of a user; what is taken away ends within a second.").about(About.USER).versioned().forPeople();
    public static final Operation<Nothing, Nothing> REMOVE_USER = Operation.delete("/users/{id}", Access.ADMINISTRATOR,
            "Removes a user, his tokens, and his endpoints at both ends.").about(About.USER).versioned().forPeople();
    public static final Operation<Nothing, Nothing> LOG_OUT_USER = Operation.post("/users/{id}/logout", Access.ADMINISTRATOR, Nothing.class, Nothing.class,
            "Ends all sessions of a user.").about(About.USER).forPeople();
    public static final Operation<Nothing, UserInviteView> INVITE_USER = Operation.post("/users/{id}/invite", Access.ADMINISTRATOR, Nothing.class,
            UserInviteView.class, "Makes an invite by which a user chooses his password; an older one is void.").taking(VALID_SECONDS).about(About.USER).forPeople();
    public static final Operation<Nothing, TokenView.Page> LIST_TOKENS_OF = Operation.get("/users/{id}/tokens", Access.ADMINISTRATOR, TokenView.Page.class,
            "Lists the access tokens of a user.").about(About.USER);
    public static final Operation<RevokeRequest, Nothing> REVOKE_TOKENS_OF = Operation.post("/users/{id}/tokens/revoke", Access.ADMINISTRATOR,
            RevokeRequest.class, Nothing.class, "Revokes an access token of a user, or all that he has.").about(About.USER).forPeople();
    public static final Operation<Nothing, SessionView> SESSION = Operation.get("/session", Access.USER, SessionView.class,
            "Shows who is logged in, for how long, and what he may and has.");
    public static final Operation<JoinRequest, UserView> JOIN = Operation.post("/join", Access.ANYONE, JoinRequest.class, UserView.class,
            "Chooses a password, with the code of an invite, which is used up by it.");
    public static final Operation<PasswordRequest, Nothing> SET_PASSWORD = Operation.post("/password", Access.USER, PasswordRequest.class, Nothing.class,
            "Changes one's own password; all sessions end, and access tokens too where that is asked for.").forPeople();
    public static final Operation<Nothing, TokenView.Page> LIST_TOKENS = Operation.get("/tokens", Access.USER, TokenView.Page.class,
            "Lists one's own access tokens.");
    public static final Operation<TokenRequest, TokenView.Issued> ADD_TOKEN = Operation.post("/tokens", Access.USER, TokenRequest.class, TokenView.Issued.class,
            "Makes an access token, which may never more than its user.").forPeople();
    public static final Operation<Nothing, Nothing> REMOVE_TOKEN = Operation.delete("/tokens/{id}", Access.USER, "Revokes one of one's own access tokens.")
            .forPeople();

    public static final List<Operation<?, ?>> ALL = List.of(LIST_USERS, ADD_USER, SHOW_USER, CHANGE_USER, REMOVE_USER, LOG_OUT_USER, INVITE_USER,
            LIST_TOKENS_OF, REVOKE_TOKENS_OF, SESSION, JOIN, SET_PASSWORD, LIST_TOKENS, ADD_TOKEN, REMOVE_TOKEN);

    private UserOperations() {}
}
