package org.nettunnel.cli;

import java.time.Duration;

import org.nettunnel.api.node.FarSide;
import org.nettunnel.api.tunnel.TunnelId;

/// Another end that only pings.
final class FakeFarSide implements FarSide {
    @Override
    public Answer call(TunnelId tunnel, Call call) {
        return new Answer(403, "", null);
    }

    @Override
    public Duration ping(TunnelId tunnel) {
        return Duration.ofNanos(7_654_321);
    }

    @Override
    public void removeThere(TunnelId tunnel) {}

    @Override
    public void answerWith(Answerer answerer) {}

    @Override
    public void answerNoMore(Answerer answerer) {}
}
