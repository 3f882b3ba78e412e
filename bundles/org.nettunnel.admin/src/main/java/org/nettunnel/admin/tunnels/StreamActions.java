package org.nettunnel.admin.tunnels;

import org.eclipse.jetty.http.HttpStatus;
import org.nettunnel.admin.call.Actions;
import org.nettunnel.admin.call.Call;
import org.nettunnel.admin.call.Engine;
import org.nettunnel.admin.call.Lookup;
import org.nettunnel.admin.call.Pages;
import org.nettunnel.admin.call.Refusal;
import org.nettunnel.admin.views.StreamViews;
import org.nettunnel.api.admin.Nothing;
import org.nettunnel.api.admin.StreamView;
import org.nettunnel.api.admin.TunnelOperations;
import org.nettunnel.api.tunnel.CloseCode;

/// Streams.
public final class StreamActions implements Actions {
    private final Engine engine;

    public StreamActions(Engine engine) {
        this.engine = engine;
    }

    @Override
    public void register(Rows rows) {
        rows.on(TunnelOperations.LIST_STREAMS, this::list);
        rows.on(TunnelOperations.RESET_STREAM, this::reset);
    }

    private StreamView.Page list(Call<Nothing> call) throws Refusal {
        var page = Pages.cut(new StreamViews(engine.needNode()).all(Lookup.streams(engine.needTunnels(), call.caller())), call.given(), StreamView::id,
                view -> String.join(" ", view.id(), view.tunnelName(), view.endpointName(), view.direction(), view.client(), view.target(), view.state()));
        return new StreamView.Page(page.items(), page.next());
    }

    private Nothing reset(Call<Nothing> call) throws Refusal {
        if (!engine.needTunnels().reset(call.stream().id(), CloseCode.POLICY))
            throw new Refusal(HttpStatus.NOT_FOUND_404, "there is no stream '" + call.id() + "' (any more)");
        return new Nothing();
    }
}
