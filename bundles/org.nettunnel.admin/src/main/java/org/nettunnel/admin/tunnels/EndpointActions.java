package org.nettunnel.admin.tunnels;

import java.io.IOException;

import org.nettunnel.admin.call.Actions;
import org.nettunnel.admin.call.Call;
import org.nettunnel.admin.call.Engine;
import org.nettunnel.admin.call.Lookup;
import org.nettunnel.admin.call.Pages;
import org.nettunnel.admin.call.Refusal;
import org.nettunnel.admin.call.Words;
import org.nettunnel.admin.views.EndpointViews;
import org.nettunnel.api.admin.EndpointRequest;
import org.nettunnel.api.admin.EndpointView;
import org.nettunnel.api.admin.Nothing;
import org.nettunnel.api.admin.TunnelOperations;
import org.nettunnel.api.endpoint.EndpointConfig;
import org.nettunnel.api.node.Node;
import org.nettunnel.api.node.Node.EndpointDraft;
import org.nettunnel.api.node.RequestRefused;
import org.nettunnel.api.transport.Address;
import org.nettunnel.api.tunnel.TunnelConfig;
import org.nettunnel.api.tunnel.TunnelSide;

/// Endpoints.
public final class EndpointActions implements Actions {
    private static final String USUAL_BIND = "127.0.0.1";
    private final Engine engine;

    public EndpointActions(Engine engine) {
        this.engine = engine;
    }

    @Override
    public void register(Rows rows) {
        rows.on(TunnelOperations.LIST_ENDPOINTS, this::list);
        rows.on(TunnelOperations.ADD_ENDPOINT, this::add);
        rows.on(TunnelOperations.SHOW_ENDPOINT, this::show);
        rows.on(TunnelOperations.REMOVE_ENDPOINT, this::remove);
    }

    private EndpointView.Page list(Call<Nothing> call) throws Refusal {
        var page = Pages.cut(views().all(Lookup.endpoints(engine.needNode(), call.caller())), call.given(), EndpointView::id,
                view -> String.join(" ", view.id(), view.name(), view.tunnelName(), view.direction(), view.bind() + ":" + view.port(), view.target(), view.here().state()));
        return new EndpointView.Page(page.items(), page.next());
    }

    private EndpointView show(Call<Nothing> call) throws Refusal {
        return views().view(call.endpoint());
    }

    private EndpointView add(Call<EndpointRequest> call) throws Refusal, RequestRefused, IOException {
        EndpointRequest asked = call.body();
        Node node = engine.needNode();
        TunnelConfig tunnel = Lookup.tunnel(node, call.caller(), Words.required("tunnel", asked.tunnel()));
        int port = Words.port(asked.port());
        EndpointConfig added = node.add(new EndpointDraft(tunnel.id(), asked.name(), side(asked.direction(), tunnel),
                Words.given(asked.bind(), USUAL_BIND), port, Words.parsed("target", asked.target(), Address::parse),
                Words.given(asked.compression(), EndpointConfig.ADAPTIVE)), call.caller().known());
        return views().view(added);
    }

    private Nothing remove(Call<Nothing> call) throws Refusal, RequestRefused, IOException {
        engine.needNode().remove(call.endpoint().id());
        return new Nothing();
    }

    private EndpointViews views() throws Refusal {
        return new EndpointViews(engine.needNode(), engine.endpoints(), engine.rights());
    }

    /// What is saved says which end of the tunnel it is that listens.
    private static TunnelSide side(String direction, TunnelConfig tunnel) throws Refusal {
        return Words.listensHere(direction) ? tunnel.side() : tunnel.side().other();
    }
}
