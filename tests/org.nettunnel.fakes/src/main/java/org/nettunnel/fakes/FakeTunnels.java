package org.nettunnel.fakes;

import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

import org.nettunnel.api.tunnel.CloseCode;
import org.nettunnel.api.tunnel.EndpointId;
import org.nettunnel.api.tunnel.EngineLoad;
import org.nettunnel.api.tunnel.LinkFacts;
import org.nettunnel.api.tunnel.Preference;
import org.nettunnel.api.tunnel.Provider;
import org.nettunnel.api.tunnel.Stranded;
import org.nettunnel.api.tunnel.StreamListener;
import org.nettunnel.api.tunnel.StreamObserver;
import org.nettunnel.api.tunnel.StreamOffer;
import org.nettunnel.api.tunnel.StreamState;
import org.nettunnel.api.tunnel.TunnelConfig;
import org.nettunnel.api.tunnel.TunnelId;
import org.nettunnel.api.tunnel.TunnelState;
import org.nettunnel.api.tunnel.TunnelStatus;
import org.nettunnel.api.tunnel.Tunnels;

/// An engine of tunnels that carries nothing: its tunnels, streams and providers are those that tests name.
public final class FakeTunnels implements Tunnels {
    private static final Duration GRACE = Duration.ofSeconds(120);

    public final List<TunnelState> states = new CopyOnWriteArrayList<>();
    public final List<StreamState> streams = new CopyOnWriteArrayList<>();
    public final List<StreamListener> watching = new CopyOnWriteArrayList<>();
    public final List<Provider> provided = new ArrayList<>();
    public volatile boolean isAlive = true;

    @Override
    public void apply(List<TunnelConfig> configs) {}

    @Override
    public List<TunnelState> states() {
        return List.copyOf(states);
    }

    @Override
    public void open(StreamOffer offer, SocketChannel edge, StreamObserver observer) {}

    @Override
    public int cut(TunnelId tunnel) {
        TunnelState state = states.stream().filter(each -> each.id().equals(tunnel)).findFirst().orElseThrow();
        if (!(state.status() instanceof TunnelStatus.Established(Instant since, List<LinkFacts> links))) return 0;
        var interrupted = new TunnelStatus.Interrupted(since, since.plus(GRACE), 1, "cut here by an administrator");
        states.replaceAll(each -> each == state ? new TunnelState(tunnel, interrupted, "outer", state.traffic(), new TunnelState.Links(2, 1, 1, 3, interrupted.reason())) : each);
        return links.size();
    }

    @Override
    public EngineLoad load() {
        return new EngineLoad(Map.of("streams", 4L), Map.of("waiting", 65_536L), 1_048_576, Map.of("protocol", 1L), new EngineLoad.Compressed(1_000, 300, 900, 270));
    }

    @Override
    public List<Provider> provided() {
        return List.copyOf(provided);
    }

    @Override
    public StreamListener.Watch watch(StreamListener listener) {
        watching.add(listener);
        return () -> watching.remove(listener);
    }

    @Override
    public boolean isAlive() {
        return isAlive;
    }

    @Override
    public List<StreamState> streams() {
        return List.copyOf(streams);
    }

    /// Every stream as it is, and one link of a tunnel that is up.
    @Override
    public Measures measures(TunnelId tunnel) {
        var waits = new Measures.Waits(0, 0, 0, 0, 0, 0);
        return new Measures(streams.stream().map(each -> new Measures.OfStream(each, 0, System.nanoTime(), waits, -1, false)).toList(),
                states.stream().filter(each -> each.id().equals(tunnel) && each.status() instanceof TunnelStatus.Established)
                        .map(_ -> new Measures.OfLink(0, System.nanoTime(), 1_000_000, 500_000, 0, 0, 0, 0, 0, 0)).toList(), List.of());
    }

    @Override
    public boolean reset(String streamId, CloseCode code) {
        return streams.removeIf(stream -> stream.id().equals(streamId));
    }

    @Override
    public void resetStreams(EndpointId endpoint, CloseCode code) {}

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
