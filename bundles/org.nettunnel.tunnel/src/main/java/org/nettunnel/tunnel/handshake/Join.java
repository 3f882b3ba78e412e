package org.nettunnel.tunnel.handshake;

/// Asks to put this link on a lane of a session that lives already.
///
/// @param lane    0 to 7
/// @param attempt grows with every attempt of the initiator; not negative
public record Join(SessionId session, int lane, long attempt) {
    static final int MOST_LANES = 8;
    static final int BYTES = SessionId.BYTES + 1 + Long.BYTES;

    public Join {
        if (lane < 0 || lane >= MOST_LANES) throw new IllegalArgumentException("lane " + lane + " is not in 0.." + (MOST_LANES - 1));
        if (attempt < 0) throw new IllegalArgumentException("attempt " + attempt + " is negative");
    }
}
