package org.nettunnel.api.admin.peer;

import java.util.List;

import org.nettunnel.api.admin.EndpointView;
import org.nettunnel.api.admin.Nothing;
import org.nettunnel.api.admin.Operation;
import org.nettunnel.api.admin.Operation.About;
import org.nettunnel.api.admin.Operation.Access;
import org.nettunnel.api.admin.Operation.Effect;
import org.nettunnel.api.admin.TunnelView;

/// The rows about both ends of a tunnel.
public final class PeerOperations {
    public static final Operation<EndpointChange, EndpointView> CHANGE_ENDPOINT = Operation.post("/endpoints/{id}", Access.CHANGE, EndpointChange.class,
            EndpointView.class, "Changes an endpoint at both ends; its streams are reset only when it connects to another target.").about(About.ENDPOINT);
    public static final Operation<Nothing, PingView> PING = Operation.post("/tunnels/{id}/ping", Access.OPERATE, Nothing.class, PingView.class,
            "Measures the way to the other node and back.").about(About.TUNNEL).effect(Effect.LOOKS);
    public static final Operation<PeerRequest, PeerAnswer> CALL = Operation.post("/tunnels/{id}/peer", Access.OPERATE, PeerRequest.class, PeerAnswer.class,
            "Has an operation done by the node at the other end, by the rights of an account there.").about(About.TUNNEL).forPeople();

    public static final Operation<TunnelLogin, TunnelView> ADD_BY_LOGIN = Operation.post("/tunnel-by-login", Access.ADMINISTRATOR, TunnelLogin.class, TunnelView.class,
            "Makes both ends of a tunnel by a login at the other node, which this node dials then.").about(About.TUNNEL).forPeople();

    public static final Operation<TrialRequest, TrialView> TRY = Operation.post("/tunnels/{id}/trial", Access.CHANGE, TrialRequest.class, TrialView.class,
            "Says what a change makes of a tunnel and, when told to, makes it on trial: taken back by itself unless it is confirmed in time.").about(About.TUNNEL);
    public static final Operation<Nothing, TrialView> SHOW_TRIAL = Operation.get("/tunnels/{id}/trial", Access.SEE, TrialView.class,
            "Shows the change of a tunnel that is on trial.").about(About.TUNNEL);
    public static final Operation<Nothing, TunnelView> CONFIRM = Operation.post("/tunnels/{id}/trial/confirm", Access.CHANGE, Nothing.class, TunnelView.class,
            "Lets the change of a tunnel that is on trial stand, when the tunnel is up again with it.").about(About.TUNNEL);
    public static final Operation<Nothing, TunnelView> TAKE_BACK = Operation.post("/tunnels/{id}/trial/back", Access.CHANGE, Nothing.class, TunnelView.class,
            "Takes the change of a tunnel that is on trial back now.").about(About.TUNNEL);

    public static final List<Operation<?, ?>> ALL = List.of(CHANGE_ENDPOINT, PING, CALL, ADD_BY_LOGIN, TRY, SHOW_TRIAL, CONFIRM, TAKE_BACK);

    private PeerOperations() {}
}
