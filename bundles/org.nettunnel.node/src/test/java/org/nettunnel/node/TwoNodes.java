package org.nettunnel.node;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.endpoint.EndpointConfig;
import org.nettunnel.api.endpoint.EndpointListener;
import org.nettunnel.api.endpoint.EndpointState;
import org.nettunnel.api.endpoint.EndpointStatus;
import org.nettunnel.api.endpoint.Endpoints;
import org.nettunnel.api.node.Node;
import org.nettunnel.api.node.Node.InviteOffer;
import org.nettunnel.api.transport.Address;
import org.nettunnel.api.tunnel.CloseCode;
import org.nettunnel.api.tunnel.EndpointId;
import org.nettunnel.api.tunnel.Preference;
import org.nettunnel.api.tunnel.Stranded;
import org.nettunnel.api.tunnel.StreamObserver;
import org.nettunnel.api.tunnel.StreamOffer;
import org.nettunnel.api.tunnel.StreamState;
import org.nettunnel.api.tunnel.TunnelConfig;
import org.nettunnel.api.tunnel.TunnelId;
import org.nettunnel.api.tunnel.TunnelState;
import org.nettunnel.api.tunnel.Tunnels;
import org.nettunnel.node.store.FileSteps;
import org.nettunnel.node.store.NodeStore;
import org.nettunnel.node.store.OwnIdentity;
import org.nettunnel.node.store.OwnDirectory;

/// Two nodes whose engines only remember what they were told, and a wire between them that delivers when it is asked to.
final class TwoNodes {
    static final Instant NOW = Instant.parse("2026-11-22T15:00:00Z");
    final Side outer;
    final Side inner;
    Instant now = NOW;
    boolean isUp;

    TwoNodes(Path root) throws IOException {
        outer = new Side(root.resolve("outer"));
        inner = new Side(root.resolve("inner"));
    }

    Side other(Side side) {
        return side == outer ? inner : outer;
    }

    /// Makes the tunnel by invite, and pins the inner node as a handshake would.
    TunnelId connect() throws Exception {
        var invite = outer.node.invite(new InviteOffer("office", List.of(new Address("outer.example", 52845)), "https", Duration.ofDays(1)));
        inner.node.accept(invite.text(), Node.Wishes.named(null));
        outer.node.pin(invite.tunnel(), inner.node.identity(), "inner");
        up(invite.tunnel());
        return invite.tunnel();
    }

    void up(TunnelId tunnel) {
        isUp = true;
        outer.node.sync().established(tunnel);
        inner.node.sync().established(tunnel);
        deliver();
    }

    void down(TunnelId tunnel) {
        isUp = false;
        outer.messages.clear();
        inner.messages.clear();
        outer.node.sync().lost(tunnel, "cut");
        inner.node.sync().lost(tunnel, "cut");
    }

    /// Lets every message arrive, and those that it causes.
    void deliver() {
        while (!outer.messages.isEmpty() || !inner.messages.isEmpty())
            for (Side side : List.of(outer, inner)) {
                Message message = side.messages.poll();
                if (message != null) other(side).node.sync().received(message.tunnel(), message.json());
            }
    }

    record Message(TunnelId tunnel, byte[] json) {}

    /// One of the two.
    final class Side implements Tunnels {
        final Path root;
        NodeService node;
        NodeStore store;
        final List<List<TunnelConfig>> applied = new ArrayList<>();
        final List<Preference> preferred = new ArrayList<>();
        final Halves endpoints = new Halves();
        final Deque<Message> messages = new ArrayDeque<>();
        final List<StreamState> streams = new ArrayList<>();
        List<TunnelState> states = List.of();
        int cuts;

        Side(Path root) throws IOException {
            this.root = root;
            node = opened(FileSteps.DISK);
            attach();
        }

        NodeService opened(FileSteps disk) throws IOException {
            var opening = new NodeStore.Opening(OwnDirectory.prepare(root.resolve("config")), OwnDirectory.prepare(root.resolve("data")), null, false, disk,
                    () -> now);
            store = NodeStore.open(opening);
            return new NodeService(store, OwnIdentity.key(store, new FakeSignatures(), () -> now), "node", () -> now);
        }

        void attach() {
            node.attach((Tunnels) this);
            node.attach(endpoints);
        }

        void restart(FileSteps disk) throws IOException {
            node = opened(disk);
            attach();
        }

        @Override
        public void apply(List<TunnelConfig> configs) {
            applied.add(configs);
        }

        @Override
        public List<TunnelState> states() {
            return states;
        }

        @Override
        public void open(StreamOffer offer, SocketChannel edge, StreamObserver observer) {
            throw new UnsupportedOperationException();
        }

        @Override
        public int cut(TunnelId tunnel) {
            return ++cuts;
        }

        @Override
        public List<StreamState> streams() {
            return List.copyOf(streams);
        }

        @Override
        public boolean reset(String streamId, CloseCode code) {
            return streams.removeIf(stream -> stream.id().equals(streamId));
        }

        @Override
        public void resetStreams(EndpointId endpoint, CloseCode code) {}

        @Override
        public void prefer(Preference preference) {
            preferred.add(preference);
        }

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
            if (isUp) messages.add(new Message(tunnel, json));
            return isUp;
        }
    }

    /// An endpoint engine that only remembers.
    static final class Halves implements Endpoints {
        final List<List<Half>> applied = new ArrayList<>();
        EndpointStatus status = new EndpointStatus.Ready();
        /// Why nothing can be made to listen elsewhere; empty where it can.
        Optional<String> bar = Optional.empty();
        /// Who hears at once how the halves are; nobody where it is empty.
        Optional<EndpointListener> listener = Optional.empty();

        @Override
        public void apply(List<Half> halves) {
            applied.add(halves);
            listener.ifPresent(hears -> halves.forEach(half -> hears.changed(half.config().id(), status)));
        }

        @Override
        public @Nullable String bar(EndpointId endpoint, EndpointConfig.Listen listen) {
            return bar.orElse(null);
        }

        List<Half> now() {
            return applied.isEmpty() ? List.of() : applied.getLast();
        }

        @Override
        public List<EndpointState> states() {
            return now().stream().map(half -> new EndpointState(half.config().id(), status, new EndpointState.Traffic(0, 0, 0, 0, 0), null)).toList();
        }
    }
}
