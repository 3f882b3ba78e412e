package org.nettunnel.api.admin.peer;

import java.util.List;

import org.nettunnel.api.admin.EndpointView;
import org.nettunnel.api.admin.Nothing;
import org.nettunnel.api.admin.Operation;
import org.nettunnel.api.admin.Operation.Access;

/// The rows about both ends of a tunnel.
public final class PeerOperations {
    public static final Operation<EndpointChange, EndpointView> CHANGE_ENDPOINT = Operation.post("/endpoints/{id}", Access.CHANGE, EndpointChange.class,
            EndpointView.class, "Changes an endpoint at both ends; its streams are reset only when it connects to another target.");
    public static final Operation<Nothing, PingView> PING = Operation.post("/tunnels/{id}/ping", Access.OPERATE, Nothing.class, PingView.class,
            "Measures the way to the other node and back.");
    public static final Operation<PeerRequest, PeerAnswer> CALL = Operation.post("/tunnels/{id}/peer", Access.OPERATE, PeerRequest.class, PeerAnswer.class,
            "Has an operation done by the node at the other end, by the rights of an account there.");

    public static final List<Operation<?, ?>> ALL = List.of(CHANGE_ENDPOINT, PING, CALL);

    private PeerOperations() {}
}
