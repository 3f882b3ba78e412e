package org.nettunnel.node.osgi;

import java.time.Duration;

import org.nettunnel.api.node.FarSide;
import org.nettunnel.api.node.RequestRefused;
import org.nettunnel.api.tunnel.TunnelId;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/// Offers the other ends of the node's tunnels.
@Component(service = FarSide.class)
public final class FarSideComponent implements FarSide {
    private final FarSide far;

    @Activate
    public FarSideComponent(@Reference NodeComponent node) {
        this.far = node.sync().far();
    }

    @Override
    public Answer call(TunnelId tunnel, Call call) throws RequestRefused {
        return far.call(tunnel, call);
    }

    @Override
    public Duration ping(TunnelId tunnel) throws RequestRefused {
        return far.ping(tunnel);
    }

    @Override
    public void removeThere(TunnelId tunnel) throws RequestRefused {
        far.removeThere(tunnel);
    }

    @Override
    public void answerWith(Answerer answerer) {
        far.answerWith(answerer);
    }

    @Override
    public void answerNoMore(Answerer answerer) {
        far.answerNoMore(answerer);
    }
}
