package org.nettunnel.tunnel.handshake;

import java.io.IOException;
import java.time.Duration;

import org.nettunnel.api.tunnel.CloseCode;

/// A handshake came to nothing and its wire is closed; the message is one sentence for people, with the remedy.
///
/// Only a [Refused] is the proved word of the peer. All others are failed attempts: they never end a session and never stop redialling.
public abstract sealed class HandshakeFailed extends Exception {
    private static final long serialVersionUID = 1L;
    private final CloseCode code;

    private HandshakeFailed(CloseCode code, String sentence, Throwable cause) {
        super(sentence, cause);
        this.code = code;
    }

    private HandshakeFailed(CloseCode code, String sentence) {
        super(sentence);
        this.code = code;
    }

    /// What travelled in the case of [Refused]; in all others only what fits best, and nothing to act on.
    public CloseCode code() {
        return code;
    }

    /// The handshake was completed, so both ends know each other, and one of them does not want the link.
    public static final class Refused extends HandshakeFailed {
        private static final long serialVersionUID = 1L;
        private final boolean byPeer;

        Refused(CloseCode code, String sentence, boolean byPeer) {
            super(code, sentence);
            this.byPeer = byPeer;
        }

        /// Whether the other end refused; else this one did.
        public boolean isByPeer() {
            return byPeer;
        }
    }

    /// The peer did not follow the protocol, did not prove what it must, or hinted why it would not go on; nobody's word is proved.
    public static final class Broken extends HandshakeFailed {
        private static final long serialVersionUID = 1L;

        Broken(CloseCode code, String sentence) {
            super(code, sentence);
        }
    }

    /// The wire ended or failed.
    public static final class Lost extends HandshakeFailed {
        private static final long serialVersionUID = 1L;

        Lost(String sentence) {
            super(CloseCode.TIMEOUT, sentence);
        }

        Lost(IOException cause) {
            super(CloseCode.TIMEOUT, "the connection failed during the handshake: " + cause.getMessage(), cause);
        }
    }

    /// The peer only looked whether this node answers, and said so when it had seen it: nothing failed. Until then it had claimed nothing that was not proved.
    public static final class Left extends HandshakeFailed {
        private static final long serialVersionUID = 1L;

        Left() {
            super(CloseCode.NORMAL, "the peer only looked whether a node answers here, as 'nettunnel doctor' does");
        }
    }

    /// It took longer than it may.
    public static final class TimedOut extends HandshakeFailed {
        private static final long serialVersionUID = 1L;

        TimedOut(Duration limit) {
            super(CloseCode.TIMEOUT, "the handshake took longer than " + limit.toMillis() / 1000.0
                    + " s: the peer is too busy, the line too slow, or what answers there is no NetTunnel node");
        }
    }

    static Broken otherVersion(int theirs) {
        return new Broken(CloseCode.PROTOCOL, "the peer speaks version " + theirs + " of the protocol and this node version "
                + Message.VERSION + ": update the older of the two nodes");
    }

    static Broken malformed(String what) {
        return new Broken(CloseCode.PROTOCOL, "the peer's handshake is malformed (" + what
                + "): it is no NetTunnel node of this protocol, or something on the way changes bytes");
    }
}
