package org.nettunnel.fakes;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.nettunnel.api.crypto.Secret;
import org.nettunnel.api.node.FarSide;
import org.nettunnel.api.node.RequestRefused;
import org.nettunnel.api.node.RequestRefused.Reason;
import org.nettunnel.api.tunnel.TunnelConfig;
import org.nettunnel.api.tunnel.TunnelId;

/// Another node in memory at the other end of every tunnel, where there is one.
public final class FakeFarSide implements FarSide {
    public Optional<Answerer> there = Optional.empty();
    public final List<TunnelId> removed = new ArrayList<>();

    @Override
    public Answer call(TunnelId tunnel, Call call) throws RequestRefused {
        var trust = new TunnelConfig.Trust(null, Secret.of(new byte[32]), null);
        return other().answer(new TunnelConfig(tunnel, "office", new TunnelConfig.Inbound(), trust, true), call);
    }

    @Override
    public Duration ping(TunnelId tunnel) throws RequestRefused {
        other();
        return Duration.ofNanos(7_654_321);
    }

    @Override
    public void removeThere(TunnelId tunnel) throws RequestRefused {
        other();
        removed.add(tunnel);
    }

    @Override
    public void answerWith(Answerer answerer) {}

    @Override
    public void answerNoMore(Answerer answerer) {}

    private Answerer other() throws RequestRefused {
        return there.orElseThrow(() -> new RequestRefused(Reason.CONFLICT, "the tunnel is not up"));
    }
}
