package org.nettunnel.node;

import java.time.Duration;
import java.util.List;
import java.util.Set;

import org.nettunnel.api.node.Node.Change;
import org.nettunnel.api.node.Node.InviteOffer;
import org.nettunnel.api.node.RequestRefused;
import org.nettunnel.api.node.RequestRefused.Reason;
import org.nettunnel.api.transport.Address;
import org.nettunnel.api.tunnel.ProxyConfig;
import org.nettunnel.api.tunnel.TunnelConfig;
import org.nettunnel.node.store.KeptTunnel;

/// What a tunnel may be made and changed to.
final class TunnelRules {
    private static final Duration LONGEST_INVITE = Duration.ofDays(30);
    private static final Set<String> TRANSPORTS = Set.of("https", "tcp");
    /// As in an invite.
    private static final int MOST_ADDRESSES = 16;

    private TunnelRules() {}

    static void check(InviteOffer offer) throws RequestRefused {
        checkTransport(offer.transport());
        if (offer.addresses().isEmpty()) throw invalid("an invite needs at least one address, HOST:PORT, where the peer reaches this node");
        if (offer.validity().isNegative() || offer.validity().toSeconds() == 0 || offer.validity().compareTo(LONGEST_INVITE) > 0)
            throw invalid("an invite is valid for 1 second to 30 days, not " + (offer.validity().isPositive() ? offer.validity().toDays() + " days" : offer.validity().toSeconds() + " s"));
    }

    static void checkTransport(String transport) throws RequestRefused {
        if (!TRANSPORTS.contains(transport)) throw invalid("transport '" + transport + "' is not https or tcp");
    }

    /// What there is with one more tunnel.
    static Ledger.State with(TunnelConfig config, Ledger.State now) throws RequestRefused {
        if (now.hasTunnel(each -> each.id().equals(config.id())))
            throw new RequestRefused(Reason.CONFLICT, "this invite was used on this node already: its tunnel is '"
                    + now.tunnel(config.id()).orElseThrow().config().name() + "'");
        if (now.hasTunnel(each -> each.name().equals(config.name())))
            throw new RequestRefused(Reason.CONFLICT, "there is a tunnel '" + config.name() + "' already: choose another name");
        return now.with(new KeptTunnel(config));
    }

    /// @throws RequestRefused CONFLICT while the tunnel is on trial: what it was before is to come back as it was
    static KeptTunnel settled(KeptTunnel kept) throws RequestRefused {
        KeptTunnel.OnTrial present = kept.trial();
        if (present == null) return kept;
        throw new RequestRefused(Reason.CONFLICT, "tunnel '" + kept.config().name() + "' is on trial until " + present.until()
                + ": confirm the change or take it back first");
    }

    /// What a tunnel would be, if it may be so.
    static TunnelConfig changed(TunnelConfig config, Change change, Ledger.State now) throws RequestRefused {
        String wanted = change.name();
        if (wanted != null && now.hasTunnel(each -> !each.id().equals(config.id()) && each.name().equals(wanted)))
            throw new RequestRefused(Reason.CONFLICT, "there is a tunnel '" + wanted + "' already: choose another name");
        try {
            return changed(config, change);
        } catch (IllegalArgumentException wrong) {
            throw invalid(String.valueOf(wrong.getMessage()));
        }
    }

    /// @throws IllegalArgumentException with a sentence
    private static TunnelConfig changed(TunnelConfig config, Change change) throws RequestRefused {
        String name = change.name();
        Boolean configure = change.configure(), call = change.call();
        TunnelConfig waiting = config.withOutage(config.outage().with(change.grace(), change.patience())).named(name == null ? config.name() : name)
                .with(new TunnelConfig.PeerMay(configure == null ? config.peerMay().configure() : configure, call == null ? config.peerMay().call() : call));
        if (!change.isOfRoute()) return waiting;
        if (!(config.route() instanceof TunnelConfig.Outbound(List<Address> addresses, String transport, ProxyConfig proxy)))
            throw invalid("tunnel '" + config.name() + "' is dialled by the other end: addresses and proxy are set there");
        List<Address> otherAddresses = change.addresses();
        ProxyConfig otherProxy = change.proxy();
        List<Address> wanted = otherAddresses == null ? addresses : otherAddresses;
        if (wanted.size() > MOST_ADDRESSES) throw invalid("a tunnel has up to " + MOST_ADDRESSES + " addresses, not " + wanted.size());
        return waiting.withRoute(new TunnelConfig.Outbound(wanted, transport, otherProxy == null ? proxy : otherProxy));
    }

    static RequestRefused invalid(String sentence) {
        return new RequestRefused(Reason.INVALID, sentence);
    }
}
