package org.nettunnel.node;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

import org.nettunnel.api.crypto.Secret;
import org.nettunnel.api.endpoint.EndpointConfig;
import org.nettunnel.api.node.Node.EndpointDraft;
import org.nettunnel.api.node.Node.Invite;
import org.nettunnel.api.node.Node.InviteOffer;
import org.nettunnel.api.node.RequestRefused;
import org.nettunnel.api.tunnel.TunnelConfig;
import org.nettunnel.api.tunnel.TunnelId;
import org.nettunnel.node.store.KeptTunnel;
import org.nettunnel.node.sync.EndpointEntry;
import org.nettunnel.node.sync.Version;

/// Tunnels and endpoints that come all together or not at all.
///
/// Each is looked at beside what is there and what came here before it; nothing is changed before [#commit], which looks once more. Who never
/// commits has only asked what would be refused.
/// **Threads:** one at a time.
public final class Intake {
    private static final System.Logger LOG = System.getLogger("org.nettunnel.node");
    private static final int KEY_BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Ledger ledger;
    private final Reconciler engines;
    private final EndpointSync sync;
    private final OwnedEndpoints.Own own;
    private final List<Step> steps = new ArrayList<>();
    /// What would be there.
    private Ledger.State staged;

    private interface Step {
        Ledger.State on(Ledger.State now) throws RequestRefused;
    }

    Intake(Ledger ledger, Reconciler engines, EndpointSync sync, OwnedEndpoints.Own own) {
        this.ledger = ledger;
        this.engines = engines;
        this.sync = sync;
        this.own = own;
        this.staged = ledger.state();
    }

    private void take(Step step) throws RequestRefused {
        staged = step.on(staged);
        steps.add(step);
    }

    /// A tunnel that waits for its peer; the invite is good for something once this is committed.
    ///
    /// @throws RequestRefused when it cannot be had; what came before stays
    public Invite invite(InviteOffer offer) throws RequestRefused {
        TunnelRules.check(offer);
        byte[] psk = new byte[KEY_BYTES];
        RANDOM.nextBytes(psk);
        Instant expires = own.clock().instant().plus(offer.validity()).truncatedTo(ChronoUnit.SECONDS);
        var offered = new InviteCode.Offered(offer.name(), offer.addresses(), offer.transport());
        if (!InviteCode.fits(offered)) throw TunnelRules.invalid("an invite holds up to 16 addresses, and names of up to 255 bytes: give fewer or shorter ones");
        var code = new InviteCode(TunnelId.random(), own.self(), Secret.of(psk), expires, offered);
        TunnelConfig config = config(offer, code);
        take(now -> TunnelRules.with(config, now));
        return new Invite(code.text(), code.tunnel(), expires);
    }

    private static TunnelConfig config(InviteOffer offer, InviteCode code) throws RequestRefused {
        try {
            var trust = new TunnelConfig.Trust(null, code.key(), code.expires());
            return new TunnelConfig(code.tunnel(), offer.name(), new TunnelConfig.Inbound(), trust, offer.outage(), true);
        } catch (IllegalArgumentException wrong) {
            throw TunnelRules.invalid(String.valueOf(wrong.getMessage()));
        }
    }

    /// An endpoint of the node's own.
    ///
    /// @throws RequestRefused when it cannot be had; what came before stays
    public void add(EndpointDraft draft) throws RequestRefused {
        take(now -> {
            EndpointConfig config = EndpointRules.admit(draft, NodeService.known(now, draft.tunnel()).config(), now);
            return now.with(now.endpoints().merged(List.of(entry(config))));
        });
    }

    private EndpointEntry entry(EndpointConfig config) {
        return new EndpointEntry.Live(config, new Version(1, own.self()));
    }

    /// Does all of it.
    ///
    /// @throws RequestRefused when what is there has changed meanwhile so that it cannot be; nothing is changed then
    /// @throws IOException    when it could not be written; nothing is changed then
    public void commit() throws RequestRefused, IOException {
        if (steps.isEmpty()) return;
        var before = new Ledger.State[1];
        Ledger.State after = ledger.<RequestRefused>change(now -> {
            before[0] = now;
            Ledger.State next = now;
            for (Step step : steps) next = step.on(next);
            return next;
        });
        for (KeptTunnel kept : after.tunnels())
            if (before[0].tunnel(kept.config().id()).isEmpty())
                LOG.log(System.Logger.Level.INFO, "tunnel added tunnel=" + kept.config().id() + " side=" + kept.config().side());
        // before its half runs: a peer that does not know an endpoint yet forgets what is said of its half
        for (EndpointConfig config : after.endpoints().live())
            if (before[0].endpoints().entry(config.id()) == null) sync.tell(entry(config));
        engines.reconcile();
    }
}
