package org.nettunnel.tunnel.handshake;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;

import org.nettunnel.api.transport.Wire;
import org.nettunnel.api.tunnel.CloseCode;

/// Shakes hands over a fresh wire: protocol section 2.
///
/// Both calls block and belong on a virtual thread. They read their own bytes and not one more. When they throw, whatever they
/// throw, the wire is closed; when they return, it is the caller's, still in blocking mode, with a record as the next thing on it.
/// **Threads:** safe for any; one for the node, or a new one when a provider of cryptography changes.
public final class Handshake {
    /// From M1 to M4.
    public static final Duration LONGEST = Duration.ofSeconds(10);

    private final HandshakeCrypto crypto;
    private final HandshakeBudget budget;
    private final Duration longest;

    public Handshake(HandshakeCrypto crypto, HandshakeBudget budget) {
        this(crypto, budget, LONGEST);
    }

    Handshake(HandshakeCrypto crypto, HandshakeBudget budget, Duration longest) {
        this.crypto = crypto;
        this.budget = budget;
        this.longest = longest;
    }

    /// The part of the side that dialled.
    public Established initiate(Wire wire, Initiation initiation) throws HandshakeFailed {
        return within(wire, _ -> new Initiator(crypto, wire, initiation).run());
    }

    /// What a peer said that proved who it is.
    ///
    /// @param suite  the one that a link would have; empty where none is in common
    /// @param suites all that the peer has
    public record Met(String suite, List<String> suites) {}

    /// The first half of the part of the side that dialled: the peer proves who it is, and nothing comes of it at either end. The wire is closed.
    public Met meet(Wire wire, Initiation initiation) throws HandshakeFailed {
        Met met = within(wire, _ -> new Initiator(crypto, wire, initiation).meet());
        wire.close();
        return met;
    }

    /// The part of the side that was dialled.
    ///
    /// @param from the address the wire comes from, for budgets
    public Established respond(Wire wire, InetAddress from, AdmissionPolicy policy) throws HandshakeFailed {
        return within(wire, deadline -> new Responder(crypto, wire, policy, new Turn(budget, from, deadline)).run());
    }

    private <T> T within(Wire wire, Part<T> part) throws HandshakeFailed {
        var deadline = Deadline.start(wire, longest);
        boolean stands = false;
        try {
            T played = part.play(deadline);
            deadline.meet();
            stands = true;
            return played;
        } catch (HandshakeFailed failed) {
            throw deadline.isMissed() ? deadline.timedOut() : failed;
        } catch (IOException failed) {
            throw deadline.isMissed() ? deadline.timedOut() : new HandshakeFailed.Lost(failed);
        } finally {
            if (!stands) {
                deadline.giveUp();
                wire.close();
            }
        }
    }

    /// One side's part.
    private interface Part<T> {
        T play(Deadline deadline) throws HandshakeFailed, IOException;
    }

    /// What a stranger's handshake may take of this node.
    record Turn(HandshakeBudget budget, InetAddress from, Deadline deadline) {
        boolean isWithinBudget(boolean proved) {
            return budget.takes(from, proved);
        }

        /// Whether a good binder is no copy of one that came before.
        boolean isFresh(byte[] binder) {
            return budget.isFresh(binder);
        }

        /// Runs what takes a core, when it is its turn.
        <T> T compute(boolean proved, Work<T> work) throws HandshakeFailed {
            var gate = budget.gate();
            if (!enter(gate, proved)) throw deadline.nanosLeft() <= 0 ? deadline.timedOut()
                    : new HandshakeFailed.Broken(CloseCode.BUSY, "too many handshakes at once; the peer will try again");
            try {
                return work.run();
            } finally {
                gate.leave();
            }
        }

        private boolean enter(ComputeGate gate, boolean proved) throws HandshakeFailed {
            try {
                return gate.enter(proved, deadline.nanosLeft());
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                throw new HandshakeFailed.Lost("the handshake was interrupted: this node is stopping");
            }
        }
    }

    /// Arithmetic of a handshake.
    interface Work<T> {
        T run() throws HandshakeFailed;
    }
}
