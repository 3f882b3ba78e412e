package org.nettunnel.api.admin;

import java.util.List;

import org.nettunnel.api.admin.Operation.About;
import org.nettunnel.api.admin.Operation.Access;
import org.nettunnel.api.node.Tokens.Scope;
import org.nettunnel.api.admin.Operation.Query;

/// The rows about tunnels, their endpoints and their streams.
public final class TunnelOperations {
    public static final Operation<InviteRequest, InviteView> INVITE = Operation.post("/invites", Access.ADMINISTRATOR, InviteRequest.class,
            InviteView.class, "Makes an inbound tunnel that waits for its peer, and the invite that the peer needs.").about(About.TUNNEL).scope(Scope.CONFIGURE);
    public static final Operation<Nothing, TunnelView.Page> LIST_TUNNELS = Operation.get("/tunnels", Access.USER, TunnelView.Page.class,
            "Lists the tunnels.").inPages();
    public static final Operation<TunnelRequest, TunnelView> ADD_TUNNEL = Operation.post("/tunnels", Access.ADMINISTRATOR, TunnelRequest.class,
            TunnelView.class, "Makes the outbound end of a tunnel from an invite.").about(About.TUNNEL).scope(Scope.CONFIGURE);
    public static final Operation<Nothing, TunnelView> SHOW_TUNNEL = Operation.get("/tunnels/{id}", Access.SEE, TunnelView.class, "Shows one tunnel.")
            .about(About.TUNNEL);
    public static final Operation<TunnelChange, TunnelView> CHANGE_TUNNEL = Operation.post("/tunnels/{id}", Access.CHANGE, TunnelChange.class,
            TunnelView.class, "Changes a tunnel at this end while it runs.").about(About.TUNNEL);
    public static final Query BOTH = Query.flag("both", "Has the other end remove its half first.");
    public static final Operation<Nothing, Nothing> REMOVE_TUNNEL = Operation.delete("/tunnels/{id}", Access.CHANGE,
            "Removes a tunnel and its endpoints at this end; the other end keeps its half, unless both are to go.").taking(BOTH).about(About.TUNNEL);
    public static final Operation<Nothing, TunnelView> START_TUNNEL = Operation.post("/tunnels/{id}/start", Access.OPERATE, Nothing.class,
            TunnelView.class, "Starts a tunnel.").about(About.TUNNEL);
    public static final Operation<Nothing, TunnelView> STOP_TUNNEL = Operation.post("/tunnels/{id}/stop", Access.OPERATE, Nothing.class,
            TunnelView.class, "Stops a tunnel; its streams end and its listeners close.").about(About.TUNNEL);
    public static final Operation<Nothing, CutView> CUT_TUNNEL = Operation.post("/tunnels/{id}/cut", Access.OPERATE, Nothing.class, CutView.class,
            "Cuts the links of a tunnel; its streams wait and go on over the next link.").about(About.TUNNEL);

    public static final Operation<Nothing, EndpointView.Page> LIST_ENDPOINTS = Operation.get("/endpoints", Access.USER, EndpointView.Page.class,
            "Lists the endpoints.").inPages();
    public static final Operation<EndpointRequest, EndpointView> ADD_ENDPOINT = Operation.post("/endpoints", Access.USER,
            EndpointRequest.class, EndpointView.class, "Adds an endpoint at both ends of a tunnel; a limited user's is his own, within what he was granted.")
            .about(About.ENDPOINT).scope(Scope.CONFIGURE);
    public static final Operation<Nothing, EndpointView> SHOW_ENDPOINT = Operation.get("/endpoints/{id}", Access.SEE, EndpointView.class,
            "Shows one endpoint.").about(About.ENDPOINT);
    public static final Operation<Nothing, Nothing> REMOVE_ENDPOINT = Operation.delete("/endpoints/{id}", Access.CHANGE,
            "Removes an endpoint at both ends; its streams are reset.").about(About.ENDPOINT);

    public static final Query ENDPOINT = Query.text("endpoint", "Lists only streams of the endpoint with this id.");
    public static final Query SORT = Query.text("sort",
            "By what to sort: since, client, endpoint, tunnel, direction, target, received, sent or state; with '-' before it the other way round. Usually since.");
    public static final Operation<Nothing, StreamView.Page> LIST_STREAMS = Operation.get("/streams", Access.USER, StreamView.Page.class,
            "Lists the open streams, the oldest first.").taking(Query.LIMIT, Query.CURSOR, Query.FILTER, ENDPOINT, SORT);
    public static final Operation<Nothing, Nothing> RESET_STREAM = Operation.delete("/streams/{id}", Access.OPERATE, "Disconnects one stream.").about(About.STREAM);

    public static final List<Operation<?, ?>> ALL = List.of(INVITE, LIST_TUNNELS, ADD_TUNNEL, SHOW_TUNNEL, CHANGE_TUNNEL, REMOVE_TUNNEL, START_TUNNEL,
            STOP_TUNNEL, CUT_TUNNEL, LIST_ENDPOINTS, ADD_ENDPOINT, SHOW_ENDPOINT, REMOVE_ENDPOINT, LIST_STREAMS, RESET_STREAM);

    private TunnelOperations() {}
}
