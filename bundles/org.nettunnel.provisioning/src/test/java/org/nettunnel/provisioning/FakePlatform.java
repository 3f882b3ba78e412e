package org.nettunnel.provisioning;

import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.tunnel.CloseCode;
import org.nettunnel.api.tunnel.EndpointId;
import org.nettunnel.api.tunnel.Preference;
import org.nettunnel.api.tunnel.Provider;
import org.nettunnel.api.tunnel.Provider.Verdict;
import org.nettunnel.api.tunnel.Stranded;
import org.nettunnel.api.tunnel.StreamObserver;
import org.nettunnel.api.tunnel.StreamOffer;
import org.nettunnel.api.tunnel.StreamState;
import org.nettunnel.api.tunnel.TunnelConfig;
import org.nettunnel.api.tunnel.TunnelId;
import org.nettunnel.api.tunnel.TunnelState;
import org.nettunnel.api.tunnel.Tunnels;
import org.nettunnel.provisioning.metadata.BundleName;
import org.nettunnel.provisioning.metadata.Core;
import org.nettunnel.provisioning.trust.SiteRefused;

/// A platform and an engine that believe what they are told.
final class FakePlatform implements Platform {
    private static final long BUNDLE = 77;
    volatile Verdict verdict = new Verdict.Offered();
    volatile boolean isStranding;
    volatile boolean isSilent;
    /// Why a core does not fit; null when it does.
    volatile @Nullable String fits;
    final List<BundleName> coreBundles = new ArrayList<>();
    private volatile List<String> installed = List.of();
    private volatile Set<Long> retired = Set.of();

    List<String> installed() {
        return installed;
    }

    void forgetAll() {
        installed = List.of();
    }

    void pretend(String feature) {
        installed = List.of(feature);
    }

    @Override
    public Core core() {
        return new Core(Set.of("org.nettunnel.api", "org.nettunnel.tunnel"), Set.of("org.nettunnel.api.crypto"));
    }

    @Override
    public String coreVersion() {
        return "0.1.0";
    }

    @Override
    public void become(List<Wanted> features) {
        List<String> next = new ArrayList<>();
        for (Wanted each : features) next.add(each.id() + " " + each.version());
        installed = next;
    }

    @Override
    public List<BundleName> prepare(Wanted core, List<Wanted> features, Path home) throws SiteRefused {
        if (fits != null) throw new SiteRefused(fits);
        return List.copyOf(coreBundles);
    }

    @Override
    public List<Long> bundles(List<BundleName> names) {
        return installed.isEmpty() || names.isEmpty() ? List.of() : List.of(BUNDLE);
    }

    @Override
    public List<Long> bundles() {
        return List.of(0L, 1L);
    }

    Tunnels tunnels() {
        return new Tunnels() {
            @Override
            public List<Provider> provided() {
                return installed.isEmpty() || isSilent ? List.of() : List.of(new Provider(Provider.Kind.SUITE, "EXAMPLE", BUNDLE, verdict, false, 0));
            }

            @Override
            public List<Stranded> stranded(Set<Long> bundles) {
                return isStranding && bundles.contains(BUNDLE) ? List.of(new Stranded(TunnelId.random(), "EXAMPLE", List.of("EXAMPLE"))) : List.of();
            }

            @Override
            public boolean retire(Set<Long> bundles, Duration patience) {
                retired = bundles;
                return !isStranding;
            }

            @Override
            public void readmit(Set<Long> bundles) {
                retired = Set.of();
            }

            @Override
            public void prefer(Preference preference) {}

            @Override
            public void apply(List<TunnelConfig> configs) {}

            @Override
            public List<TunnelState> states() {
                return List.of();
            }

            @Override
            public void open(StreamOffer offer, SocketChannel edge, StreamObserver observer) {}

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
            public void resetStreams(EndpointId endpoint, CloseCode code) {}

            @Override
            public boolean send(TunnelId tunnel, byte[] json) {
                return false;
            }
        };
    }
}
