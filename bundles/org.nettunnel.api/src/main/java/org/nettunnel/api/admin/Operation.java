package org.nettunnel.api.admin;

import java.util.List;

/// One operation of the admin API: a row of the table from which routing, rights and the client are derived.
///
/// @param path     below `/api/v1`, with `{id}` for a path parameter
/// @param access   who may call it
/// @param request  type of the JSON body; [Nothing] for none
/// @param response type of the JSON answer; [Nothing] for none
public record Operation<Q, A>(Method method, String path, Access access, Class<Q> request, Class<A> response) {
    public static final String PREFIX = "/api/v1";

    public static final Operation<SetupRequest, Session> SET_UP = post("/setup", Access.ANYONE, SetupRequest.class, Session.class);
    public static final Operation<LoginRequest, Session> LOG_IN = post("/login", Access.ANYONE, LoginRequest.class, Session.class);
    public static final Operation<Nothing, Nothing> LOG_OUT = post("/logout", Access.USER, Nothing.class, Nothing.class);
    public static final Operation<Nothing, NodeView> STATUS = get("/status", Access.USER, NodeView.class);

    public static final Operation<InviteRequest, InviteView> INVITE =
            post("/invites", Access.ADMINISTRATOR, InviteRequest.class, InviteView.class);
    public static final Operation<Nothing, TunnelView.Page> LIST_TUNNELS = get("/tunnels", Access.USER, TunnelView.Page.class);
    public static final Operation<TunnelRequest, TunnelView> ADD_TUNNEL =
            post("/tunnels", Access.ADMINISTRATOR, TunnelRequest.class, TunnelView.class);
    public static final Operation<Nothing, TunnelView> START_TUNNEL =
            post("/tunnels/{id}/start", Access.ADMINISTRATOR, Nothing.class, TunnelView.class);
    public static final Operation<Nothing, TunnelView> STOP_TUNNEL =
            post("/tunnels/{id}/stop", Access.ADMINISTRATOR, Nothing.class, TunnelView.class);
    public static final Operation<Nothing, TunnelView> SHOW_TUNNEL = get("/tunnels/{id}", Access.USER, TunnelView.class);
    public static final Operation<TunnelChange, TunnelView> CHANGE_TUNNEL =
            post("/tunnels/{id}", Access.ADMINISTRATOR, TunnelChange.class, TunnelView.class);
    public static final Operation<Nothing, CutView> CUT_TUNNEL =
            post("/tunnels/{id}/cut", Access.ADMINISTRATOR, Nothing.class, CutView.class);
    public static final Operation<Nothing, Nothing> REMOVE_TUNNEL = delete("/tunnels/{id}");

    public static final Operation<Nothing, EndpointView.Page> LIST_ENDPOINTS =
            get("/endpoints", Access.USER, EndpointView.Page.class);
    public static final Operation<EndpointRequest, EndpointView> ADD_ENDPOINT =
            post("/endpoints", Access.ADMINISTRATOR, EndpointRequest.class, EndpointView.class);
    public static final Operation<Nothing, Nothing> REMOVE_ENDPOINT = delete("/endpoints/{id}");

    public static final Operation<Nothing, StreamView.Page> LIST_STREAMS = get("/streams", Access.USER, StreamView.Page.class);
    public static final Operation<Nothing, Nothing> RESET_STREAM = delete("/streams/{id}");

    /// Every operation there is.
    public static List<Operation<?, ?>> all() {
        return List.of(SET_UP, LOG_IN, LOG_OUT, STATUS, INVITE, LIST_TUNNELS, ADD_TUNNEL, SHOW_TUNNEL, START_TUNNEL, STOP_TUNNEL,
                CHANGE_TUNNEL, CUT_TUNNEL, REMOVE_TUNNEL, LIST_ENDPOINTS, ADD_ENDPOINT, REMOVE_ENDPOINT, LIST_STREAMS, RESET_STREAM);
    }

    public enum Method { GET, POST, DELETE }

    public enum Access { ANYONE, USER, ADMINISTRATOR }

    private static <A> Operation<Nothing, A> get(String path, Access access, Class<A> response) {
        return new Operation<>(Method.GET, path, access, Nothing.class, response);
    }

    private static <Q, A> Operation<Q, A> post(String path, Access access, Class<Q> request, Class<A> response) {
        return new Operation<>(Method.POST, path, access, request, response);
    }

    private static Operation<Nothing, Nothing> delete(String path) {
        return new Operation<>(Method.DELETE, path, Access.ADMINISTRATOR, Nothing.class, Nothing.class);
    }
}
