package org.nettunnel.api.admin;

import java.util.List;

import org.nettunnel.api.admin.Operation.About;
import org.nettunnel.api.admin.Operation.Access;

/// The rows about the node itself: setting it up, sessions, suites, restart.
public final class NodeOperations {
    public static final Operation<SetupRequest, Session> SET_UP = Operation.post("/setup", Access.ANYONE, SetupRequest.class, Session.class,
            "Makes the first administrator, with the code that the node printed at its first start.");
    public static final Operation<LoginRequest, Session> LOG_IN = Operation.post("/login", Access.ANYONE, LoginRequest.class, Session.class,
            "Logs in by name and password.");
    public static final Operation<Nothing, Nothing> LOG_OUT = Operation.post("/logout", Access.USER, Nothing.class, Nothing.class,
            "Ends the session it is called with.").forPeople();
    public static final Operation<Nothing, Nothing> LOG_OUT_EVERYWHERE = Operation.post("/logout-everywhere", Access.USER, Nothing.class, Nothing.class,
            "Ends all sessions of the caller, wherever they were begun.").forPeople();
    public static final Operation<Nothing, NodeView> STATUS = Operation.get("/status", Access.USER, NodeView.class,
            "Shows the node at a glance, with its tunnels and endpoints.");
    public static final Operation<Nothing, RestartView> RESTART = Operation.post("/restart", Access.ADMINISTRATOR, Nothing.class, RestartView.class,
            "Starts the node anew; tunnels come back by themselves, their streams do not.");
    public static final Operation<Nothing, SuiteView.Page> LIST_SUITES = Operation.get("/suites", Access.USER, SuiteView.Page.class,
            "Lists the cipher suites and compressions that are there, and which of them the node would rather use.");
    public static final Operation<PreferenceRequest, SuiteView.Page> PREFER = Operation.post("/suites/preference", Access.ADMINISTRATOR,
            PreferenceRequest.class, SuiteView.Page.class, "Says which suites and compressions the node would rather use; running links follow.")
            .about(About.SUITES).versioned();

    public static final List<Operation<?, ?>> ALL = List.of(SET_UP, LOG_IN, LOG_OUT, LOG_OUT_EVERYWHERE, STATUS, RESTART, LIST_SUITES, PREFER);

    private NodeOperations() {}
}
