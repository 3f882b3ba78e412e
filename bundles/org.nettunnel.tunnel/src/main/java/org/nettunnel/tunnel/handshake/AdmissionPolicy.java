package org.nettunnel.tunnel.handshake;

import java.util.List;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.crypto.Secret;
import org.nettunnel.api.tunnel.CloseCode;
import org.nettunnel.api.tunnel.PeerIdentity;
import org.nettunnel.api.tunnel.TunnelId;

/// What the accepting side knows and decides; the engine's part of a handshake.
///
/// **Threads:** called on the virtual threads of many handshakes at once; only [#admit] may block, for as long as a durable write takes.
public interface AdmissionPolicy {
    /// This node as it is now: asked once for each handshake.
    LocalNode self();

    /// The pre-shared key of that name; null when there is none, or its invite expired or was taken back.
    @Nullable KnownKey key(KeyId id);

    /// Whether some pre-shared key is bound to `identity`: it is then refused without one.
    boolean hasKey(PeerIdentity identity);

    /// The join secrets under which a binder is good for that lane, the confirmed before the pending; empty when there is no such
    /// session here.
    List<Secret> joinSecrets(Join join);

    /// Decides on a peer that has proved its identity and, where it has one, its key; nothing may be changed for a peer before this call.
    ///
    /// Writes the identity beside the key of a first contact, durably, and registers the session, before it returns: the peer hears of
    /// it at once. The link can still be lost on the way to the peer: then [Handshake#respond] throws and the caller forgets the session,
    /// but what was pinned stays.
    Admission admit(Claim claim);

    /// Takes the join secret of a link that [#admit] let in, before the peer hears so: from then on it may be back under that secret.
    ///
    /// @return false when a newer attempt overtook this one meanwhile: the peer gets no answer, and waits for none
    default boolean agreed(Admission.Admitted admitted, Secret join) {
        return true;
    }

    /// A pre-shared key.
    ///
    /// @param owner the one identity it is bound to; null while its invite waits for first contact
    record KnownKey(Secret key, @Nullable PeerIdentity owner) {}

    /// Who has proved what. An owned key was used by its owner.
    ///
    /// @param tunnel the tunnel it asks for; whether it is the key's is the policy's to check
    /// @param key    the pre-shared key it has proved; null where it used none
    record Claim(PeerIdentity identity, String nodeName, TunnelId tunnel, @Nullable KeyId key, @Nullable ProvedJoin join) {}

    /// A join with a good binder.
    ///
    /// @param secret the one of [#joinSecrets] under which the binder was
    record ProvedJoin(Join join, Secret secret) {}

    /// The decision.
    sealed interface Admission {
        /// @param rights bits, told to the peer; none is defined yet
        record Admitted(SessionId session, int rights) implements Admission {}

        /// @param code   never [CloseCode#NORMAL]; told to the peer in a completed handshake
        /// @param reason a sentence for this node's own log
        record Denied(CloseCode code, String reason) implements Admission {
            public Denied {
                if (code == CloseCode.NORMAL) throw new IllegalArgumentException("a refusal needs another code than " + code);
            }
        }
    }
}
