package org.nettunnel.api.admin;

import java.util.List;

import org.nettunnel.api.admin.bundles.FeatureView;
import org.nettunnel.api.admin.bundles.OfferView;
import org.nettunnel.api.admin.bundles.SiteRequest;
import org.nettunnel.api.admin.bundles.SiteView;
import org.nettunnel.api.admin.bundles.WorkRequest;
import org.nettunnel.api.admin.bundles.WorkView;

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

    public static final Operation<Nothing, SuiteView.Page> LIST_SUITES = get("/suites", Access.USER, SuiteView.Page.class);
    public static final Operation<PreferenceRequest, SuiteView.Page> PREFER =
            post("/suites/preference", Access.ADMINISTRATOR, PreferenceRequest.class, SuiteView.Page.class);

    public static final Operation<Nothing, FeatureView.Page> LIST_BUNDLES = get("/bundles", Access.ADMINISTRATOR, FeatureView.Page.class);
    public static final Operation<Nothing, OfferView.Page> SEARCH_BUNDLES =
            get("/bundles/available", Access.ADMINISTRATOR, OfferView.Page.class);
    public static final Operation<Nothing, SiteView.Page> LIST_SITES = get("/bundles/sites", Access.ADMINISTRATOR, SiteView.Page.class);
    /// Says who signed a site; nothing is kept.
    public static final Operation<SiteRequest, SiteView> LOOK_AT_SITE =
            post("/bundles/sites/look", Access.ADMINISTRATOR, SiteRequest.class, SiteView.class);
    public static final Operation<SiteRequest, SiteView> ADD_SITE =
            post("/bundles/sites", Access.ADMINISTRATOR, SiteRequest.class, SiteView.class);
    public static final Operation<Nothing, Nothing> REMOVE_SITE = delete("/bundles/sites/{id}");
    public static final Operation<WorkRequest, WorkView> BEGIN_WORK =
            post("/bundles/works", Access.ADMINISTRATOR, WorkRequest.class, WorkView.class);
    public static final Operation<Nothing, WorkView.Page> LIST_WORKS = get("/bundles/works", Access.ADMINISTRATOR, WorkView.Page.class);
    public static final Operation<Nothing, WorkView> SHOW_WORK = get("/bundles/works/{id}", Access.ADMINISTRATOR, WorkView.class);
    public static final Operation<Nothing, Nothing> CANCEL_WORK = delete("/bundles/works/{id}");

    public static final Operation<Nothing, RestartView> RESTART = post("/restart", Access.ADMINISTRATOR, Nothing.class, RestartView.class);

    /// Every operation there is.
    public static List<Operation<?, ?>> all() {
        return List.of(SET_UP, LOG_IN, LOG_OUT, STATUS, INVITE, LIST_TUNNELS, ADD_TUNNEL, SHOW_TUNNEL, START_TUNNEL, STOP_TUNNEL,
                CHANGE_TUNNEL, CUT_TUNNEL, REMOVE_TUNNEL, LIST_ENDPOINTS, ADD_ENDPOINT, REMOVE_ENDPOINT, LIST_STREAMS, RESET_STREAM,
                LIST_SUITES, PREFER, LIST_BUNDLES, SEARCH_BUNDLES, LIST_SITES, LOOK_AT_SITE, ADD_SITE, REMOVE_SITE, BEGIN_WORK, LIST_WORKS,
                SHOW_WORK, CANCEL_WORK, RESTART);
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
