package org.nettunnel.tunnel;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.crypto.KeySchedule;
import org.nettunnel.api.crypto.Secret;
import org.nettunnel.api.tunnel.CloseCode;
import org.nettunnel.api.tunnel.InviteUsedUp;
import org.nettunnel.api.tunnel.PeerIdentity;
import org.nettunnel.api.tunnel.TunnelConfig;
import org.nettunnel.tunnel.handshake.AdmissionPolicy;
import org.nettunnel.tunnel.handshake.Join;
import org.nettunnel.tunnel.handshake.KeyId;
import org.nettunnel.tunnel.handshake.LocalNode;
import org.nettunnel.tunnel.handshake.SessionId;
import org.nettunnel.tunnel.providers.NotReady;
import org.nettunnel.tunnel.providers.Providers;

/// Who may come in by one handshake: the inbound tunnels' keys and pinned identities, and the sessions that live.
///
/// A key that no tunnel has is refused before the handshake is completed: the dialler goes on trying, for its tunnel may be restored
/// here later. What a completed handshake refuses with AUTHENTICATION or POLICY makes it stop.
/// **Threads:** the handshake's; [#admit] may write to disk.
final class InboundPolicy implements AdmissionPolicy {
    private final Providers providers;
    private final LocalNode self;
    private final Supplier<Collection<Tunnel>> tunnels;
    private final Sessions sessions;
    /// The one there was when the handshake began: were it asked for anew and its bundle stopped meanwhile, a good key would be refused as unknown.
    private final @Nullable KeySchedule schedule;
    private final SecureRandom random = new SecureRandom();
    private @Nullable Claim admitted;
    private Sessions.@Nullable Berth berth;

    InboundPolicy(Providers providers, LocalNode self, Supplier<Collection<Tunnel>> tunnels, Sessions sessions) {
        this.providers = providers;
        this.self = self;
        this.tunnels = tunnels;
        this.sessions = sessions;
        this.schedule = providers.schedule();
    }

    @Override
    public LocalNode self() {
        return self;
    }

    @Override
    public @Nullable KnownKey key(KeyId id) {
        Tunnel tunnel = byKey(id);
        if (tunnel == null) return null;
        TunnelConfig.Trust trust = tunnel.config().trust();
        Instant expires = trust.expires();
        if (trust.peer() == null && expires != null && expires.isBefore(sessions.clock().instant())) return null;
        return new KnownKey(trust.key(), trust.peer());
    }

    private @Nullable Tunnel byKey(KeyId id) {
        KeySchedule present = schedule;
        if (present == null) return null;
        for (Tunnel tunnel : tunnels.get())
            if (tunnel.isInbound() && tunnel.keyId(present).equals(id)) return tunnel;
        return null;
    }

    @Override
    public boolean hasKey(PeerIdentity identity) {
        return tunnels.get().stream().anyMatch(tunnel -> tunnel.isInbound() && identity.equals(tunnel.config().trust().peer()));
    }

    @Override
    public List<Secret> joinSecrets(Join join) {
        Session session = dialled(join.session());
        return session == null ? List.of() : session.joinSecrets(join.lane());
    }

    private @Nullable Session dialled(SessionId id) {
        Session session = sessions.living(id);
        return session == null || session.parties.isInitiator() ? null : session;
    }

    @Override
    public Admission admit(Claim claim) {
        KeyId key = claim.key();
        Tunnel tunnel = key == null ? null : byKey(key);
        if (tunnel == null) return new Admission.Denied(CloseCode.AUTHENTICATION, "identity=" + claim.identity() + " is not known here");
        if (!tunnel.config().id().equals(claim.tunnel()))
            return new Admission.Denied(CloseCode.POLICY, "identity=" + claim.identity() + " asked for tunnel=" + claim.tunnel() + ", whose key it has not");
        PeerIdentity owner = tunnel.config().trust().peer();
        if (owner != null && !owner.equals(claim.identity()))
            return new Admission.Denied(CloseCode.AUTHENTICATION, "tunnel=" + tunnel.config().name() + " belongs to another identity");
        ProvedJoin join = claim.join();
        Admission admission = join == null ? begins(tunnel, claim, owner == null) : joins(tunnel, claim, join);
        if (admission instanceof Admission.Admitted) admitted = claim;
        return admission;
    }

    private Admission begins(Tunnel tunnel, Claim claim, boolean isFirstContact) {
        if (!tunnel.takesSessions()) return new Admission.Denied(CloseCode.SHUTTING_DOWN, "tunnel=" + tunnel.config().name() + " is stopped");
        return isFirstContact ? pin(tunnel, claim) : new Admission.Admitted(SessionId.random(random), 0);
    }

    /// The session must live still, and be of this tunnel and these two.
    private Admission joins(Tunnel tunnel, Claim claim, ProvedJoin proved) {
        Join join = proved.join();
        Session session = dialled(join.session());
        if (session == null || !session.parties.self().equals(ownIdentity()))
            return new Admission.Denied(CloseCode.SESSION_GONE, "session=" + join.session() + " ended during the handshake");
        boolean isTheirs = tunnel.owns(session) && session.parties.peer().equals(claim.identity());
        // a tunnel disowns a session that ends just now, and for that nobody must stop dialling
        if (!isTheirs && !session.isOver())
            return new Admission.Denied(CloseCode.AUTHENTICATION, "session=" + join.session() + " is not of identity=" + claim.identity());
        if (!isTheirs || !session.proves(join, proved.secret())) return new Admission.Denied(session.isOver() ? CloseCode.SESSION_GONE : CloseCode.TIMEOUT,
                "attempt=" + join.attempt() + " to join lane=" + join.lane() + " came too late");
        return new Admission.Admitted(join.session(), 0);
    }

    @Override
    public boolean agreed(Admission.Admitted admission, Secret join) {
        Claim claim = admitted;
        if (claim == null) return false;
        ProvedJoin proved = claim.join();
        return proved == null ? begun(admission, claim, join) : joined(proved.join(), join);
    }

    private boolean begun(Admission.Admitted admission, Claim claim, Secret join) {
        KeyId key = claim.key();
        Tunnel tunnel = key == null ? null : byKey(key);
        if (tunnel == null) return false;
        try {
            Session session = sessions.begin(tunnel, new Session.Parties(admission.session(), ownIdentity(), claim.identity(), claim.nodeName(), false, join));
            if (session == null) return false;
            berth = new Sessions.Berth(session, 0, 0);
            return true;
        } catch (NotReady notNow) {
            return false;
        }
    }

    private boolean joined(Join join, Secret own) {
        Session session = dialled(join.session());
        if (session == null || !session.follows(join, own)) return false;
        berth = new Sessions.Berth(session, join.lane(), join.attempt());
        return true;
    }

    /// Where the link of the handshake belongs; null when it did not come to one.
    Sessions.@Nullable Berth berth() {
        return berth;
    }

    private PeerIdentity ownIdentity() {
        return PeerIdentity.of(self.key().publicKey());
    }

    private Admission pin(Tunnel tunnel, Claim claim) {
        try {
            providers.identity().pin(tunnel.config().id(), claim.identity(), claim.nodeName());
            tunnel.pinned(claim.identity());
            return new Admission.Admitted(SessionId.random(random), 0);
        } catch (InviteUsedUp usedUp) {
            return new Admission.Denied(CloseCode.AUTHENTICATION, String.valueOf(usedUp.getMessage()));
        } catch (IOException | NotReady failed) {
            return new Admission.Denied(CloseCode.INTERNAL, "tunnel=" + tunnel.config().name() + " could not be pinned: " + failed.getMessage());
        }
    }
}
