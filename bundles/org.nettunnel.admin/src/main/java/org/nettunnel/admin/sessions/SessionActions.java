package org.nettunnel.admin.sessions;

import java.io.IOException;

import org.eclipse.jetty.http.HttpStatus;
import org.nettunnel.admin.call.Actions;
import org.nettunnel.admin.call.Call;
import org.nettunnel.admin.call.Engine;
import org.nettunnel.admin.call.Refusal;
import org.nettunnel.admin.call.Words;
import org.nettunnel.api.admin.LoginRequest;
import org.nettunnel.api.admin.NodeOperations;
import org.nettunnel.api.admin.Nothing;
import org.nettunnel.api.admin.Session;
import org.nettunnel.api.admin.SetupRequest;
import org.nettunnel.api.node.Accounts;
import org.nettunnel.api.node.RequestRefused;
import org.nettunnel.api.node.RequestRefused.Reason;

/// Setting up, logging in and out.
public final class SessionActions implements Actions {
    private final Engine engine;
    private final Sessions sessions;

    public SessionActions(Engine engine, Sessions sessions) {
        this.engine = engine;
        this.sessions = sessions;
    }

    @Override
    public void register(Rows rows) {
        rows.on(NodeOperations.SET_UP, this::setUp);
        rows.on(NodeOperations.LOG_IN, this::logIn);
        rows.on(NodeOperations.LOG_OUT, this::logOut);
        rows.on(NodeOperations.LOG_OUT_EVERYWHERE, this::logOutEverywhere);
    }

    private Session setUp(Call<SetupRequest> call) throws Refusal, RequestRefused, IOException {
        SetupRequest asked = call.body();
        String code = Words.required("code", asked.code());
        String user = Words.required("user", asked.user());
        char[] password = Words.required("password", asked.password()).toCharArray();
        return sessions.open(engine.needAccounts().setUp(code, user, password));
    }

    private Session logIn(Call<LoginRequest> call) throws Refusal, RequestRefused {
        String user = Words.required("user", call.body().user());
        char[] password = Words.required("password", call.body().password()).toCharArray();
        Accounts accounts = engine.needAccounts();
        if (accounts.users().isEmpty()) throw Refusal.notSetUp(HttpStatus.FORBIDDEN_403);
        try {
            long ends = sessions.ends(user);
            Session session = sessions.open(accounts.login(user, password, call.caller().from()), ends)
                    .orElseThrow(() -> Refusal.notLoggedIn("the sessions of this user were ended just now; log in again"));
            if (!Boolean.TRUE.equals(call.body().cookie())) return session;
            call.reply().session(session.token());
            return session.withoutToken();
        } catch (RequestRefused refused) {
            if (refused.reason() == Reason.FORBIDDEN) throw Refusal.notLoggedIn(String.valueOf(refused.getMessage()));
            throw refused;
        }
    }

    private Nothing logOut(Call<Nothing> call) {
        sessions.close(call.given().token());
        call.reply().noSession();
        return new Nothing();
    }

    private Nothing logOutEverywhere(Call<Nothing> call) throws Refusal {
        sessions.closeAll(call.caller().known().name());
        call.reply().noSession();
        return new Nothing();
    }
}
