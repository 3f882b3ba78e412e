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
import org.nettunnel.api.tunnel.StreamState;

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

    /// Of thousands only those of the page are made views of.
    private StreamView.Page list(Call<Nothing> call) throws Refusal {
        var views = new StreamViews(engine.needNode());
        String endpoint = call.given().text(TunnelOperations.ENDPOINT);
        var streams = Lookup.streams(engine.needTunnels(), call.caller()).stream().filter(stream -> endpoint == null || stream.endpoint().toString().equals(endpoint))
                .sorted(views.order(call.given().text(TunnelOperations.SORT))).toList();
        var page = Pages.cut(streams, call.given(), StreamState::id, views::words);
        return new StreamView.Page(page.items().stream().map(views::view).toList(), page.next(), page.found());
    }

    private Nothing reset(Call<Nothing> call) throws Refusal {
        if (!engine.needTunnels().reset(call.stream().id(), CloseCode.POLICY))
            throw new Refusal(HttpStatus.NOT_FOUND_404, "there is no stream '" + call.id() + "' (any more)");
        return new Nothing();
    }
}
