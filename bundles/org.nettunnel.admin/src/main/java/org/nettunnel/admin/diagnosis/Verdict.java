package org.nettunnel.admin.diagnosis;

import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.tunnel.Tunnels.Measures.Waits;
import org.nettunnel.api.tunnel.StreamState;

/// What holds one stream up, in a sentence; told from the nearest cause to the farthest, for what is near hides what is behind it.
///
/// @param share of the time, 0 to 1
record Verdict(Cause cause, double share, String sentence) {
    enum Cause { NOTHING, DIAL, NO_LINK, PACE, SOCKET, LINK, PROCESSOR, OTHER_END, ANSWER }

    private static final double MOST = 0.5;
    private static final double BUSY = 0.9;
    private static final double SOME = 0.3;
    private static final double SOME_BYTES = 2000;
    /// Of less in line a busy machine may be the cause.
    private static final long IN_LINE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    boolean isHeld() {
        return cause != Cause.NOTHING;
    }

    static Verdict of(Stretch.Stream stream, Stretch.@Nullable Link link, double busy) {
        StreamState state = stream.now().state();
        Waits waits = stream.now().waits();
        if (state.state().equals("dialling"))
            return new Verdict(Cause.DIAL, 1, (state.opener() ? "The other end has been connecting to the target for " : "This node has been connecting to the target for ")
                    + Figures.seconds(waits.dial()) + ".");
        if (link == null) return new Verdict(Cause.NO_LINK, 1, "The tunnel has no link just now: the stream waits for it.");
        if (stream.pace() >= MOST) return new Verdict(Cause.PACE, stream.pace(), "The bound of its user, " + Figures.rate(stream.now().pace())
                + ", holds it: " + Figures.percent(stream.pace()) + " of the time it waited for that.");
        if (stream.socket() >= MOST) return new Verdict(Cause.SOCKET, stream.socket(), here(state) + " reads slowly: "
                + Figures.percent(stream.socket()) + " of the time its socket was full.");
        return between(stream, link, busy);
    }

    private static Verdict between(Stretch.Stream stream, Stretch.Link link, double busy) {
        double waits = Math.max(stream.credit(), stream.link());
        // a PING that is late on a link that carries nothing tells of a busy machine
        boolean isFull = link.inLine() >= IN_LINE_NANOS && (link.blocked() >= SOME || link.carried() >= SOME_BYTES) && (link.blocked() >= SOME || waits >= MOST || stream.sent() > stream.received());
        if (busy >= BUSY && (waits >= SOME || stream.moved() > 0)) return new Verdict(Cause.PROCESSOR, busy,
                "This node's processor is what is slow: an event loop of the tunnel was busy " + Figures.percent(busy) + " of the time.");
        if (isFull && stream.moved() + waits > 0) return new Verdict(Cause.LINK, Math.max(waits, link.blocked()), "The way between the nodes is full: it carries "
                + Figures.rate(link.carried()) + ", and a PING waits " + Figures.millis(link.inLine()) + " in line behind what is sent.");
        return far(stream, link);
    }

    private static Verdict far(Stretch.Stream stream, Stretch.Link link) {
        StreamState state = stream.now().state();
        if (stream.credit() >= MOST) return new Verdict(Cause.OTHER_END, stream.credit(), (state.opener() ? "The target" : "The client")
                + " at the other end reads slowly: " + Figures.percent(stream.credit()) + " of the time bytes were here and no room for them there; ask the other end.");
        if (stream.link() >= MOST) return new Verdict(Cause.LINK, stream.link(), "The link takes too little: " + Figures.percent(stream.link())
                + " of the time the stream waited for its turn; the link carried " + Figures.rate(link.carried()) + ".");
        if (stream.answer() >= MOST) return new Verdict(Cause.ANSWER, stream.answer(), (state.opener()
                ? "The other end is waited for: " + Figures.percent(stream.answer()) + " of the time the client had said everything and nothing came back, while the round trip"
                        + " between the nodes is " + Figures.millis(link.now().roundTrip()) + "; ask the other end."
                : here(state) + " takes its time to answer: " + Figures.percent(stream.answer()) + " of the time it had been told everything and said nothing."));
        if (stream.moved() == 0) return new Verdict(Cause.NOTHING, 0, "Nothing holds it up: nothing was said in this time.");
        return new Verdict(Cause.NOTHING, 0, "Nothing holds it up: it carried " + Figures.rate(stream.moved()) + ", as fast as it was given to it.");
    }

    private static String here(StreamState state) {
        return state.opener() ? "The client " + state.client() : "The application at " + state.target();
    }
}
