package org.nettunnel.node;

import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import org.nettunnel.api.endpoint.EndpointConfig;
import org.nettunnel.api.node.Accounts.User;
import org.nettunnel.api.node.Node.EndpointDraft;
import org.nettunnel.api.node.RequestRefused;
import org.nettunnel.api.node.RequestRefused.Reason;
import org.nettunnel.api.node.Rights;
import org.nettunnel.api.tunnel.CloseCode;
import org.nettunnel.api.tunnel.PeerIdentity;
import org.nettunnel.api.tunnel.StreamState;
import org.nettunnel.api.tunnel.Tunnels;
import org.nettunnel.node.store.Account;
import org.nettunnel.node.sync.EndpointEntry;

/// The endpoints that are users' own: they follow the account.
///
/// **Threads:** safe for any.
public final class OwnedEndpoints {
    private static final System.Logger LOG = System.getLogger("org.nettunnel.node");
    private final Ledger ledger;
    private final NodeRights rights;
    private final Reconciler engines;
    private final EndpointSync sync;
    private final Own own;

    /// Who edits, and when.
    record Own(PeerIdentity self, InstantSource clock) {}

    OwnedEndpoints(Ledger ledger, NodeRights rights, Reconciler engines, EndpointSync sync, Own own) {
        this.ledger = ledger;
        this.rights = rights;
        this.engines = engines;
        this.sync = sync;
        this.own = own;
    }

    /// Whether `owner` may have one more, and this one.
    void check(String owner, EndpointDraft draft, Ledger.State now) throws RequestRefused {
        Account account = rights.account(owner);
        if (account == null) throw new RequestRefused(Reason.FORBIDDEN, "there is no user '" + owner + "' (any more)");
        rights.check(account.user(), draft);
        Integer most = account.user().quota().endpoints();
        int has = now.endpoints().of(owner).size();
        if (most != null && has >= most)
            throw new RequestRefused(Reason.TOO_MANY, "user '" + owner + "' may have " + most + " endpoints and has " + has + ": remove one first");
    }

    /// Whether `by` may make this of an endpoint, and its owner have it so: a change of nothing but its name or compression needs no more rights.
    /// Where it listens and what it connects to is for its owner, whose rights every connection needs, and for administrators.
    void checkEdit(EndpointConfig before, EndpointDraft wanted, User by, Ledger.State now) throws RequestRefused {
        var listen = new EndpointConfig.Listen(wanted.side(), wanted.bind(), wanted.port());
        if (listen.equals(before.listen()) && wanted.target().equals(before.target())) return;
        String owner = now.endpoints().owner(before.id());
        if (!Rights.isAdministrator(by) && !by.name().equals(owner)) throw new RequestRefused(Reason.FORBIDDEN, "endpoint '" + before.name() + "' is not one of '" + by.name()
                + "', who may change its name and compression only; where it listens and its target are changed by an administrator or its owner");
        rights.check(by, wanted);
        Account account = owner == null ? null : rights.account(owner);
        if (account != null) rights.check(account.user(), wanted);
    }

    /// Who changes an endpoint that dials from here and was made at the other end makes it this node's own, which may dial what it could not before:
    /// that is for administrators.
    void checkAnswers(EndpointConfig before, User by, Ledger.State now) throws RequestRefused {
        boolean dialsHere = now.tunnel(before.tunnel()).map(kept -> kept.config().side() != before.listen().side()).orElse(true);
        if (dialsHere && !Rights.isAdministrator(by) && now.endpoints().owner(before.id()) == null && rights.isForeign(now, before.id()))
            throw new RequestRefused(Reason.FORBIDDEN, "endpoint '" + before.name() + "' was made at the other node and connects from this one: an administrator changes it here, or its owner there");
    }

    /// An account changed: what its user may no longer have stops, and streams past its quota are reset, the newest first.
    void rightsChanged() {
        rights.pace();
        engines.reconcile();
        Tunnels carries = engines.tunnels();
        if (carries == null) return;
        rights.excess().forEach((owner, most) -> {
            List<EndpointConfig> his = ledger.state().endpoints().of(owner);
            carries.streams().stream().filter(stream -> his.stream().anyMatch(config -> config.id().equals(stream.endpoint())))
                    .sorted(Comparator.comparing(StreamState::since).reversed()).limit(most)
                    .forEach(stream -> carries.reset(stream.id(), CloseCode.RIGHTS_CHANGED));
        });
    }

    /// Removes all that a user has, here and at the other ends.
    public void removeAll(String owner) throws IOException {
        if (ledger.state().endpoints().of(owner).isEmpty()) return;
        Instant time = own.clock().instant();
        List<EndpointEntry> gone = new ArrayList<>();
        ledger.<RuntimeException>change(now -> {
            gone.clear();
            for (EndpointConfig config : now.endpoints().of(owner)) {
                EndpointEntry entry = now.endpoints().entry(config.id());
                if (entry != null) gone.add(new EndpointEntry.Removed(config.id(), config.tunnel(), entry.version().next(own.self()), time));
            }
            return now.with(now.endpoints().merged(gone).pruned(time));
        });
        LOG.log(System.Logger.Level.INFO, "endpoints removed with their user user=" + owner + " endpoints=" + gone.size());
        engines.reconcile();
        gone.forEach(sync::tell);
    }
}
