package org.nettunnel.api.node;

import java.time.Duration;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.tunnel.TunnelConfig;
import org.nettunnel.api.tunnel.TunnelId;

/// The other ends of tunnels, which are asked over the tunnels themselves.
///
/// Whoever asks there needs an account of that node: what comes through a tunnel has no rights of its own.
/// Each of these blocks until there is an answer, at most half a minute; CONFLICT says that there was none, and what to do.
/// **Threads:** safe for any.
public interface FarSide {
    /// Has an operation of the administration done at the other end.
    Answer call(TunnelId tunnel, Call call) throws RequestRefused;

    /// How long the way to the other node and back takes, through the tunnel.
    Duration ping(TunnelId tunnel) throws RequestRefused;

    /// Has the other end remove its half of a tunnel: it has done so, for good, when this returns.
    void removeThere(TunnelId tunnel) throws RequestRefused;

    /// From now on `answerer` answers what the other ends ask.
    void answerWith(Answerer answerer);

    /// Takes [#answerWith] back.
    void answerNoMore(Answerer answerer);

    /// This node's administration, as the other ends see it.
    interface Answerer {
        /// Never throws; may take its time.
        ///
        /// @param tunnel through which it is asked
        Answer answer(TunnelConfig tunnel, Call call);
    }

    /// @param path    below the prefix of the API, with its query: `/endpoints?limit=5`
    /// @param body    JSON; empty for none. At most 64 KiB
    /// @param token   of a session at the node that answers; empty without one
    /// @param ifMatch the header of that name
    record Call(String method, String path, String body, String token, @Nullable String ifMatch) {
        public static final int LONGEST_BODY = 64 << 10;

        /// Without body and token.
        @Override
        public String toString() {
            return "Call[" + method + " " + path + "]";
        }
    }

    /// @param status of HTTP
    /// @param body   JSON; empty for none
    /// @param etag   the header of that name
    record Answer(int status, String body, @Nullable String etag) {
        /// Without the body.
        @Override
        public String toString() {
            return "Answer[" + status + "]";
        }
    }
}
