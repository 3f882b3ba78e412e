package org.nettunnel.admin;

import java.io.IOException;

import org.nettunnel.admin.views.EndpointViews;
import org.nettunnel.api.admin.EndpointRequest;
import org.nettunnel.api.admin.EndpointView;
import org.nettunnel.api.admin.Nothing;
import org.nettunnel.api.endpoint.EndpointConfig;
import org.nettunnel.api.node.Node;
import org.nettunnel.api.node.Node.EndpointDraft;
import org.nettunnel.api.node.RequestRefused;
import org.nettunnel.api.transport.Address;
import org.nettunnel.api.tunnel.TunnelConfig;
import org.nettunnel.api.tunnel.TunnelSide;

/// Endpoints.
final class EndpointActions {
    private static final String USUAL_BIND = "127.0.0.1";
    private static final int LAST_PORT = 65535;
    private final Engine engine;

    EndpointActions(Engine engine) {
        this.engine = engine;
    }

    EndpointView.Page list(Call<Nothing> call) throws Refusal {
        return new EndpointView.Page(new EndpointViews(engine.needNode(), engine.endpoints(), engine.tunnels()).all());
    }

    EndpointView add(Call<EndpointRequest> call) throws Refusal, RequestRefused, IOException {
        EndpointRequest asked = call.body();
        Node node = engine.needNode();
        TunnelConfig tunnel = Lookup.tunnel(node, Words.required("tunnel", asked.tunnel()));
        if (asked.port() < 0 || asked.port() > LAST_PORT)
            throw Refusal.invalid("port " + asked.port() + " is not in 0..65535 (0 = any)");
        EndpointConfig added = node.add(new EndpointDraft(tunnel.id(), asked.name(), side(asked.direction(), tunnel),
                Words.given(asked.bind(), USUAL_BIND), asked.port(), Words.parsed("target", asked.target(), Address::parse),
                Words.given(asked.compression(), EndpointConfig.ADAPTIVE)));
        return new EndpointViews(node, engine.endpoints(), engine.tunnels()).view(added);
    }

    Nothing remove(Call<Nothing> call) throws Refusal, RequestRefused, IOException {
        Node node = engine.needNode();
        node.remove(Lookup.endpoint(node, call.id()).id());
        return new Nothing();
    }

    /// People say inbound for "this end listens"; what is saved says which end of the tunnel that is.
    private static TunnelSide side(String direction, TunnelConfig tunnel) throws Refusal {
        return switch (Words.required("direction", direction)) {
            case "inbound" -> tunnel.side();
            case "outbound" -> tunnel.side().other();
            default -> throw Refusal.invalid("direction '" + direction + "' is neither 'inbound' (this end listens) nor 'outbound' (the other end listens)");
        };
    }
}
