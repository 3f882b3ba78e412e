package org.nettunnel.admin.diagnosis;

import org.nettunnel.api.tunnel.Tunnels.Measures.OfLink;
import org.nettunnel.api.tunnel.Tunnels.Measures.OfLoop;
import org.nettunnel.api.tunnel.Tunnels.Measures.OfStream;
import org.nettunnel.api.tunnel.Tunnels.Measures.Waits;

/// What became of something between two measures of it.
final class Stretch {
    private static final double NANOS = 1e9;

    private Stretch() {}

    private static double share(long before, long after, long nanos) {
        return nanos <= 0 ? 0 : Math.clamp((double) (after - before) / nanos, 0, 1);
    }

    private static double rate(long before, long after, long nanos) {
        return nanos <= 0 ? 0 : Math.max(0, after - before) * NANOS / nanos;
    }

    /// Shares of the time, 0 to 1, and bytes a second from and to the local socket.
    record Stream(OfStream now, double credit, double link, double socket, double pace, double answer, double received, double sent) {
        static Stream between(OfStream before, OfStream after) {
            long nanos = after.takenAt() - before.takenAt();
            Waits was = before.waits();
            Waits is = after.waits();
            return new Stream(after, share(was.credit(), is.credit(), nanos), share(was.link(), is.link(), nanos), share(was.socket(), is.socket(), nanos),
                    share(was.pace(), is.pace(), nanos), share(was.answer(), is.answer(), nanos),
                    rate(before.state().receivedBytes(), after.state().receivedBytes(), nanos),
                    rate(before.state().sentBytes(), after.state().sentBytes(), nanos));
        }

        double moved() {
            return received + sent;
        }
    }

    /// @param inLine nanoseconds that a PING waits behind what was sent before it
    record Link(OfLink now, double blocked, double received, double sent, long inLine) {
        static Link between(OfLink before, OfLink after) {
            long nanos = after.takenAt() - before.takenAt();
            long roundTrip = Math.max(after.roundTrip(), after.unanswered());
            return new Link(after, share(before.blocked(), after.blocked(), nanos), rate(before.receivedBytes(), after.receivedBytes(), nanos),
                    rate(before.sentBytes(), after.sentBytes(), nanos), after.quickest() == 0 ? 0 : Math.max(0, roundTrip - after.quickest()));
        }

        /// Bytes a second of the fuller direction.
        double carried() {
            return Math.max(received, sent);
        }
    }

    record Loop(String name, double busy) {
        static Loop between(OfLoop before, OfLoop after) {
            return new Loop(after.name(), 1 - share(before.idle(), after.idle(), after.takenAt() - before.takenAt()));
        }
    }
}
