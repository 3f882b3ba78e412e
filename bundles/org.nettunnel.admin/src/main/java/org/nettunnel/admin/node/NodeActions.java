package org.nettunnel.admin.node;

import java.time.Instant;

import org.nettunnel.admin.call.Actions;
import org.nettunnel.admin.call.Call;
import org.nettunnel.admin.call.Engine;
import org.nettunnel.admin.call.Lookup;
import org.nettunnel.admin.call.Refusal;
import org.nettunnel.admin.views.EndpointViews;
import org.nettunnel.admin.views.TunnelViews;
import org.nettunnel.api.admin.NodeOperations;
import org.nettunnel.api.admin.NodeView;
import org.nettunnel.api.admin.Nothing;
import org.nettunnel.api.admin.RestartView;
import org.nettunnel.api.node.Node;
import org.nettunnel.api.node.Restart;

/// The node as a whole.
public final class NodeActions implements Actions {
    private final Engine engine;
    private final String version;
    private final Instant started;

    /// @param version of the node, for people
    public NodeActions(Engine engine, String version, Instant started) {
        this.engine = engine;
        this.version = version;
        this.started = started;
    }

    @Override
    public void register(Rows rows) {
        rows.on(NodeOperations.STATUS, this::status);
        rows.on(NodeOperations.RESTART, this::restart);
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
                offers.suites(), offers.compressions(), offers.transports(),
                new TunnelViews(engine).all(Lookup.tunnels(node, call.caller())),
                new EndpointViews(node, engine.endpoints(), engine.rights()).all(Lookup.endpoints(node, call.caller())));
    }
}
