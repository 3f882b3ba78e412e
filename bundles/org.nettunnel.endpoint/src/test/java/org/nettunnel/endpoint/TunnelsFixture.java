package org.nettunnel.endpoint;

import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

import org.nettunnel.api.tunnel.CloseCode;
import org.nettunnel.api.tunnel.EndpointId;
import org.nettunnel.api.tunnel.Preference;
import org.nettunnel.api.tunnel.Stranded;
import org.nettunnel.api.tunnel.StreamObserver;
import org.nettunnel.api.tunnel.StreamOffer;
import org.nettunnel.api.tunnel.StreamRefused;
import org.nettunnel.api.tunnel.StreamState;
import org.nettunnel.api.tunnel.TunnelConfig;
import org.nettunnel.api.tunnel.TunnelId;
import org.nettunnel.api.tunnel.TunnelState;
import org.nettunnel.api.tunnel.Tunnels;

/// A tunnel engine that keeps what it is given, so that a test can look at it.
final class TunnelsFixture implements Tunnels {
    record Opened(StreamOffer offer, SocketChannel edge, StreamObserver observer) {}

    record Reset(EndpointId endpoint, CloseCode code) {}

    final BlockingQueue<Opened> opened = new LinkedBlockingQueue<>();
    final BlockingQueue<Reset> resets = new LinkedBlockingQueue<>();
    volatile boolean down;
    /// What happens while streams are being reset.
    volatile Runnable meanwhile = () -> {};

    @Override
    public void open(StreamOffer offer, SocketChannel edge, StreamObserver observer) throws StreamRefused {
        if (down) {
            Edges.reset(edge);
            throw new StreamRefused(CloseCode.SESSION_GONE, "the tunnel is down");
        }
        opened.add(new Opened(offer, edge, observer));
    }

    @Override
    public void resetStreams(EndpointId endpoint, CloseCode code) {
        meanwhile.run();
        resets.add(new Reset(endpoint, code));
    }

    @Override
    public void apply(List<TunnelConfig> configs) {
        throw new UnsupportedOperationException("endpoints never configure tunnels");
    }

    @Override
    public List<TunnelState> states() {
        return List.of();
    }

    @Override
    public int cut(TunnelId tunnel) {
        return 0;
    }

    @Override
    public List<StreamState> streams() {
        return List.of();
    }

    @Override
    public boolean reset(String streamId, CloseCode code) {
        return false;
    }

    @Override
    public void prefer(Preference preference) {}

    @Override
    public List<Stranded> stranded(Set<Long> bundles) {
        return List.of();
    }

    @Override
    public boolean retire(Set<Long> bundles, Duration patience) {
        return true;
    }

    @Override
    public void readmit(Set<Long> bundles) {}

    @Override
    public boolean send(TunnelId tunnel, byte[] json) {
        return false;
    }
}
