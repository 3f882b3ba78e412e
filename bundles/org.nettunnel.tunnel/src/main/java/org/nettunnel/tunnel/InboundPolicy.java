package org.nettunnel.tunnel;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
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

/// Who may come in: the inbound tunnels' keys and pinned identities.
///
/// A key that no tunnel has is refused before the handshake is completed: the dialler goes on trying, for its tunnel may be restored
/// here later. What a completed handshake refuses with AUTHENTICATION or POLICY makes it stop.
/// **Threads:** safe for any; [#admit] may write to disk.
final class InboundPolicy implements AdmissionPolicy {
    private final Providers providers;
    private final LocalNode self;
    private final Supplier<Collection<Tunnel>> tunnels;
    private final InstantSource clock;
    /// The one there was when the handshake began: were it asked for anew and its bundle stopped meanwhile, a good key would be refused as unknown.
    private final @Nullable KeySchedule schedule;
    private final SecureRandom random = new SecureRandom();

    InboundPolicy(Providers providers, LocalNode self, Supplier<Collection<Tunnel>> tunnels, InstantSource clock) {
        this.providers = providers;
        this.self = self;
        this.tunnels = tunnels;
        this.clock = clock;
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
        if (trust.peer() == null && expires != null && expires.isBefore(clock.instant())) return null;
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

    /// Sessions do not outlive their link yet.
    @Override
    public List<Secret> joinSecrets(Join join) {
        return List.of();
    }

    @Override
    public Admission admit(Claim claim) {
        KeyId key = claim.key();
        Tunnel tunnel = key == null ? null : byKey(key);
        if (tunnel == null) return new Admission.Denied(CloseCode.AUTHENTICATION, "identity=" + claim.identity() + " is not known here");
        if (!tunnel.config().id().equals(claim.tunnel()))
            return new Admission.Denied(CloseCode.POLICY, "identity=" + claim.identity() + " asked for tunnel=" + claim.tunnel() + ", whose key it has not");
        if (!tunnel.config().started()) return new Admission.Denied(CloseCode.SHUTTING_DOWN, "tunnel=" + tunnel.config().name() + " is stopped");
        PeerIdentity owner = tunnel.config().trust().peer();
        if (owner == null) return pin(tunnel, claim);
        return owner.equals(claim.identity()) ? admitted()
                : new Admission.Denied(CloseCode.AUTHENTICATION, "tunnel=" + tunnel.config().name() + " belongs to another identity");
    }

    private Admission pin(Tunnel tunnel, Claim claim) {
        try {
            providers.identity().pin(tunnel.config().id(), claim.identity(), claim.nodeName());
            tunnel.pinned(claim.identity());
            return admitted();
        } catch (InviteUsedUp usedUp) {
            return new Admission.Denied(CloseCode.AUTHENTICATION, String.valueOf(usedUp.getMessage()));
        } catch (IOException | NotReady failed) {
            return new Admission.Denied(CloseCode.INTERNAL, "tunnel=" + tunnel.config().name() + " could not be pinned: " + failed.getMessage());
        }
    }

    private Admission admitted() {
        return new Admission.Admitted(SessionId.random(random), 0);
    }
}
