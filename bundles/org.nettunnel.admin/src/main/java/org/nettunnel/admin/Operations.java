package org.nettunnel.admin;

import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.nettunnel.admin.Call.Action;
import org.nettunnel.admin.metrics.Metrics;
import org.nettunnel.admin.views.EndpointViews;
import org.nettunnel.admin.views.TunnelViews;
import org.nettunnel.api.admin.NodeView;
import org.nettunnel.api.admin.Nothing;
import org.nettunnel.api.admin.Operation;
import org.nettunnel.api.admin.RestartView;
import org.nettunnel.api.node.Node;
import org.nettunnel.api.node.RequestRefused;
import org.nettunnel.api.node.Restart;

/// What each operation of the table does.
final class Operations {
    private final Map<Operation<?, ?>, Action<?, ?>> actions = new HashMap<>();
    private final Engine engine;
    private final String version;
    private final Instant started;
    private final Metrics metrics;

    Operations(Engine engine, Sessions sessions, String version, Instant started) {
        this.engine = engine;
        this.version = version;
        this.started = started;
        this.metrics = new Metrics(version);
        var session = new SessionActions(engine, sessions);
        on(Operation.SET_UP, session::setUp);
        on(Operation.LOG_IN, session::logIn);
        on(Operation.LOG_OUT, session::logOut);
        on(Operation.STATUS, this::status);
        var tunnels = new TunnelActions(engine);
        on(Operation.INVITE, tunnels::invite);
        on(Operation.LIST_TUNNELS, tunnels::list);
        on(Operation.ADD_TUNNEL, tunnels::add);
        on(Operation.SHOW_TUNNEL, tunnels::show);
        on(Operation.START_TUNNEL, tunnels::start);
        on(Operation.STOP_TUNNEL, tunnels::stop);
        on(Operation.CHANGE_TUNNEL, tunnels::change);
        on(Operation.CUT_TUNNEL, tunnels::cut);
        on(Operation.REMOVE_TUNNEL, tunnels::remove);
        on(Operation.LIST_STREAMS, tunnels::streams);
        on(Operation.RESET_STREAM, tunnels::reset);
        var endpoints = new EndpointActions(engine);
        on(Operation.LIST_ENDPOINTS, endpoints::list);
        on(Operation.ADD_ENDPOINT, endpoints::add);
        on(Operation.REMOVE_ENDPOINT, endpoints::remove);
        var suites = new SuiteActions(engine);
        on(Operation.LIST_SUITES, suites::list);
        on(Operation.PREFER, suites::prefer);
        var bundles = new BundleActions(engine);
        on(Operation.LIST_BUNDLES, bundles::list);
        on(Operation.SEARCH_BUNDLES, bundles::search);
        on(Operation.LIST_SITES, bundles::sites);
        on(Operation.LOOK_AT_SITE, bundles::look);
        on(Operation.ADD_SITE, bundles::add);
        on(Operation.REMOVE_SITE, bundles::removeSite);
        on(Operation.BEGIN_WORK, bundles::begin);
        on(Operation.LIST_WORKS, bundles::works);
        on(Operation.SHOW_WORK, bundles::work);
        on(Operation.CANCEL_WORK, bundles::cancel);
        on(Operation.RESTART, this::restart);
        for (Operation<?, ?> operation : Operation.all())
            if (!actions.containsKey(operation)) throw new IllegalStateException("nothing answers " + operation);
    }

    /// Does what `operation` is for; the types of body and answer are those of its row.
    <Q, A> A answer(Operation<Q, A> operation, Call<Q> call) throws Refusal, RequestRefused, IOException {
        @SuppressWarnings("unchecked") // `on` puts them in with the types of the row
        @Nullable Action<Q, A> action = (Action<Q, A>) actions.get(operation);
        if (action == null) throw new IllegalStateException("nothing answers " + operation);
        return action.answer(call);
    }

    private <Q, A> void on(Operation<Q, A> operation, Action<Q, A> action) {
        actions.put(operation, action);
    }

    /// @param accept the header of the request
    Metrics.Written metrics(@Nullable String accept) throws Refusal {
        return metrics.write(new Metrics.Sources(engine.needNode(), engine.tunnels(), engine.endpoints(), engine.provisioning()), accept);
    }

    private RestartView restart(Call<Nothing> call) throws Refusal {
        Restart restart = engine.needRestart();
        var answer = new RestartView(started, restart.isInPlace());
        restart.begin();
        return answer;
    }

    private NodeView status(Call<Nothing> call) throws Refusal {
        Node node = engine.needNode();
        var door = engine.door();
        var offers = engine.offers();
        return new NodeView(node.name(), version, node.identity().fingerprint().toString(), door.certificate(), door.listening(), started,
                offers.suites(), offers.compressions(), offers.transports(), new TunnelViews(engine.tunnels()).all(node),
                new EndpointViews(node, engine.endpoints(), engine.tunnels()).all());
    }
}
