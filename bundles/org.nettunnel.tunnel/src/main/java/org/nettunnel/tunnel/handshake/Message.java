package org.nettunnel.tunnel.handshake;

import java.util.List;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.tunnel.CloseCode;

/// What two nodes say to each other before records; arrays are the message's own.
sealed interface Message {
    int VERSION = 1;
    int RANDOM_BYTES = 32;

    /// The number that travels as the first byte.
    enum Type {
        REFUSAL, HELLO, REPLY, RESPONDER_PROOF, INITIATOR_PROOF, VERDICT;

        int number() {
            return ordinal();
        }
    }

    /// In place of a reply, in clear: why the responder goes no further. A hint for people, since nobody has proved anything.
    ///
    /// In place of a message of the initiator, with the code of a normal end: he only looked whether a node answers, and goes.
    record Refusal(int version, CloseCode code) implements Message {}

    /// M1, in clear: what the initiator offers.
    record Hello(byte[] random, byte[] x25519, byte[] encapsulationKey, Offers offers, Claims claims) implements Message {}

    /// What the initiator says it can prove, as far as a stranger may read it.
    ///
    /// @param binder 48 bytes; there exactly when a key or a join is
    record Claims(@Nullable KeyId key, byte @Nullable [] binder, @Nullable Join join) {}

    /// M2, in clear: what the responder chose.
    ///
    /// @param suite empty where none is in common; the handshake is completed all the same, to say so with proof
    record Reply(byte[] random, byte[] x25519, byte[] ciphertext, String suite, Terms terms) implements Message {}

    /// The rest of what a responder states.
    ///
    /// @param compressions those of the initiator's that it has too
    /// @param suites       all that it has, the preferred first; null of an older responder, which does not say
    record Terms(List<String> compressions, Limits limits, @Nullable List<String> suites) {}

    /// M2s, sealed.
    record ResponderProof(byte[] identity, byte[] signature, byte[] finished) implements Message {}

    /// M3, sealed.
    record InitiatorProof(byte[] identity, byte[] signature, byte[] tunnel, String nodeName, byte[] finished) implements Message {}

    /// M4, sealed.
    ///
    /// @param status   [CloseCode#NORMAL] when the link stands
    /// @param nodeName what the responder calls itself; empty in a refusal
    record Verdict(String nodeName, CloseCode status, SessionId session, int rights, byte[] finished) implements Message {}
}
