package org.nettunnel.node.store;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.crypto.Secret;
import org.nettunnel.api.transport.Address;
import org.nettunnel.api.tunnel.PeerIdentity;
import org.nettunnel.api.tunnel.ProxyConfig;
import org.nettunnel.api.tunnel.TunnelConfig;
import org.nettunnel.api.tunnel.TunnelConfig.Outage;
import org.nettunnel.api.tunnel.TunnelId;
import org.nettunnel.api.tunnel.TunnelSide;

/// `tunnels.json`.
record TunnelsForm(int schema, List<TunnelForm> tunnels) implements Form {
    TunnelsForm {
        Form.checkSchema(schema);
        tunnels = Form.all(tunnels, "tunnels");
        Form.unique(tunnels, "tunnels", TunnelForm::id);
        Form.unique(tunnels, "tunnels", TunnelForm::name);
    }

    /// @param outage           the usual when left out
    /// @param peerMayConfigure true when left out, as is the next
    /// @param trial            what it was before a change that is not confirmed yet
    record TunnelForm(TunnelId id, String name, RouteForm route, TrustForm trust, @Nullable OutageForm outage, boolean started,
            @Nullable Boolean peerMayConfigure, @Nullable Boolean peerMayCall, @Nullable TrialForm trial) {
        private static final Secret ANY = Secret.of(new byte[32]);

        TunnelForm {
            Form.required(id, "id");
            Form.required(name, "name");
            Form.required(route, "route");
            new TunnelConfig(id, name, route.route(route.proxyPassword() == null ? null : ANY), Form.required(trust, "trust").trust(ANY), started);
            if (trial != null) new TunnelConfig(id, trial.name, trial.route.route(trial.route.proxyPassword() == null ? null : ANY), trust.trust(ANY), trial.started);
        }

        static TunnelForm of(KeptTunnel tunnel, Sealed sealed) {
            TunnelConfig config = tunnel.config();
            KeptTunnel.OnTrial trial = tunnel.trial();
            return new TunnelForm(config.id(), config.name(), RouteForm.of(config.route(), sealed.proxyPassword),
                    new TrustForm(config.trust().peer(), sealed.key, config.trust().expires()), OutageForm.of(config.outage()), config.started(),
                    config.peerMay().configure(), config.peerMay().call() ? null : false, trial == null ? null : TrialForm.of(trial, sealed.passwordBefore));
        }

        KeptTunnel tunnel(Opened opened) {
            OutageForm waits = outage;
            TrialForm before = trial;
            var config = new TunnelConfig(id, name, route.route(opened.proxyPassword), trust.trust(opened.key), waits == null ? Outage.USUAL : waits.outage(),
                    started, new TunnelConfig.PeerMay(!Boolean.FALSE.equals(peerMayConfigure), !Boolean.FALSE.equals(peerMayCall)));
            return before == null ? new KeptTunnel(config) : new KeptTunnel(config, before.trial(config, opened.passwordBefore));
        }

        /// What the seal of its key binds: see [FieldSeal].
        static String keyPath(TunnelId id) {
            return "tunnels/" + id + "/trust/key";
        }

        /// The same of the password for its proxy.
        static String proxyPasswordPath(TunnelId id) {
            return "tunnels/" + id + "/route/proxyPassword";
        }

        /// And of the one before a trial.
        static String passwordBeforePath(TunnelId id) {
            return "tunnels/" + id + "/trial/route/proxyPassword";
        }

        @Nullable String sealedPasswordBefore() {
            TrialForm before = trial;
            return before == null ? null : before.route.proxyPassword();
        }
    }

    /// The secrets of a tunnel, sealed.
    ///
    /// @param proxyPassword  null where there is none, as is the next
    /// @param passwordBefore the one before a trial
    record Sealed(String key, @Nullable String proxyPassword, @Nullable String passwordBefore) {}

    /// The same, opened.
    record Opened(Secret key, @Nullable Secret proxyPassword, @Nullable Secret passwordBefore) {}

    /// What a tunnel was, but for whom it trusts.
    record TrialForm(Instant until, String name, RouteForm route, @Nullable OutageForm outage, boolean started, @Nullable Boolean peerMayConfigure,
            @Nullable Boolean peerMayCall) {
        TrialForm {
            Form.required(until, "until");
            Form.required(name, "name");
            Form.required(route, "route");
        }

        static TrialForm of(KeptTunnel.OnTrial trial, @Nullable String sealedProxyPassword) {
            TunnelConfig before = trial.before();
            return new TrialForm(trial.until(), before.name(), RouteForm.of(before.route(), sealedProxyPassword), OutageForm.of(before.outage()), before.started(),
                    before.peerMay().configure() ? null : false, before.peerMay().call() ? null : false);
        }

        KeptTunnel.OnTrial trial(TunnelConfig now, @Nullable Secret proxyPassword) {
            OutageForm waits = outage;
            return new KeptTunnel.OnTrial(new TunnelConfig(now.id(), name, route.route(proxyPassword), now.trust(), waits == null ? Outage.USUAL : waits.outage(), started,
                    new TunnelConfig.PeerMay(!Boolean.FALSE.equals(peerMayConfigure), !Boolean.FALSE.equals(peerMayCall))), until);
        }
    }

    /// @param addresses     and all that follows: only when outbound
    /// @param proxy         as [ProxyConfig#parse] reads it; the environment's when left out
    /// @param proxyPassword sealed; only with a user in `proxy`
    record RouteForm(TunnelSide side, @Nullable List<Address> addresses, @Nullable String transport, @Nullable String proxy,
            @Nullable String proxyPassword) {
        RouteForm {
            boolean dials = Form.required(side, "side") == TunnelSide.OUTBOUND;
            if (dials) addresses = Form.all(addresses, "addresses");
            if (dials) Form.required(transport, "transport");
            else if (addresses != null || transport != null || proxy != null || proxyPassword != null)
                throw new IllegalArgumentException("an inbound tunnel has no 'addresses', no 'transport' and no 'proxy'");
        }

        static RouteForm of(TunnelConfig.Route route, @Nullable String sealedProxyPassword) {
            return switch (route) {
                case TunnelConfig.Outbound(List<Address> addresses, String transport, ProxyConfig proxy) ->
                    new RouteForm(TunnelSide.OUTBOUND, addresses, transport, text(proxy), sealedProxyPassword);
                case TunnelConfig.Inbound() -> new RouteForm(TunnelSide.INBOUND, null, null, null, null);
            };
        }

        private static @Nullable String text(ProxyConfig proxy) {
            return switch (proxy) {
                case ProxyConfig.FromEnvironment _ -> null;
                case ProxyConfig.None _, ProxyConfig.Server _ -> proxy.toString();
            };
        }

        /// @param password for the proxy, opened
        TunnelConfig.Route route(@Nullable Secret password) {
            String way = proxy;
            return switch (side) {
                case INBOUND -> new TunnelConfig.Inbound();
                case OUTBOUND -> new TunnelConfig.Outbound(Objects.requireNonNull(addresses), Objects.requireNonNull(transport),
                        ProxyConfig.parse(way == null ? ProxyConfig.ENVIRONMENT : way, password));
            };
        }
    }

    /// Either may be left out for the usual.
    record OutageForm(@Nullable Long graceSeconds, @Nullable Long patienceSeconds) {
        OutageForm {
            outage(graceSeconds, patienceSeconds);
        }

        /// Null for the usual, which is not written down.
        static @Nullable OutageForm of(Outage outage) {
            return outage.equals(Outage.USUAL) ? null : new OutageForm(outage.grace().toSeconds(), outage.patience().toSeconds());
        }

        Outage outage() {
            return outage(graceSeconds, patienceSeconds);
        }

        private static Outage outage(@Nullable Long grace, @Nullable Long patience) {
            return Outage.USUAL.with(grace == null ? null : Duration.ofSeconds(grace), patience == null ? null : Duration.ofSeconds(patience));
        }
    }

    /// @param key sealed
    record TrustForm(@Nullable PeerIdentity peer, String key, @Nullable Instant expires) {
        TrustForm {
            Form.required(key, "key");
            if (peer == null && expires == null) throw new IllegalArgumentException("'trust' needs a 'peer', or 'expires' while the invite is unused");
        }

        TunnelConfig.Trust trust(Secret opened) {
            return new TunnelConfig.Trust(peer, opened, expires);
        }
    }
}
