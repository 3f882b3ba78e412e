package org.nettunnel.tunnel.handshake;

import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

import org.nettunnel.api.crypto.Secret;
import org.nettunnel.api.tunnel.CloseCode;
import org.nettunnel.api.tunnel.PeerIdentity;

/// A policy that pins whoever comes first with a key, and remembers all it was asked.
final class Doorman implements AdmissionPolicy {
    final Map<KeyId, KnownKey> keys = new ConcurrentHashMap<>();
    final Map<SessionId, List<Secret>> sessions = new ConcurrentHashMap<>();
    /// Where each lane has secrets of its own.
    final Map<LaneOf, List<Secret>> lanes = new ConcurrentHashMap<>();
    final Set<PeerIdentity> welcome = ConcurrentHashMap.newKeySet();
    final List<Claim> claims = new CopyOnWriteArrayList<>();
    final List<PeerIdentity> pinned = new CopyOnWriteArrayList<>();
    private final LocalNode self;

    record LaneOf(SessionId session, int lane) {}

    Doorman(LocalNode self) {
        this.self = self;
    }

    /// An invite that waits for first contact.
    Secret invite() {
        byte[] bytes = new byte[32];
        new SecureRandom().nextBytes(bytes);
        var key = Secret.of(bytes);
        keys.put(KeyId.of(key, Parties.CRYPTO.schedule()), new KnownKey(key, null));
        return key;
    }

    @Override
    public LocalNode self() {
        return self;
    }

    @Override
    public KnownKey key(KeyId id) {
        return keys.get(id);
    }

    @Override
    public boolean hasKey(PeerIdentity identity) {
        return keys.values().stream().anyMatch(key -> identity.equals(key.owner()));
    }

    @Override
    public List<Secret> joinSecrets(Join join) {
        return lanes.getOrDefault(new LaneOf(join.session(), join.lane()), sessions.getOrDefault(join.session(), List.of()));
    }

    @Override
    public Admission admit(Claim claim) {
        claims.add(claim);
        var id = claim.key();
        if (id == null && !welcome.contains(claim.identity())) return new Admission.Denied(CloseCode.AUTHENTICATION, "a stranger");
        if (id != null && keys.get(id).owner() == null) {
            keys.put(id, new KnownKey(keys.get(id).key(), claim.identity()));
            pinned.add(claim.identity());
        }
        var join = claim.join();
        return new Admission.Admitted(join == null ? SessionId.random(new SecureRandom()) : join.join().session(), 5);
    }
}
