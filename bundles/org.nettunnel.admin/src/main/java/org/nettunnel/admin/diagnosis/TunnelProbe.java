package org.nettunnel.admin.diagnosis;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.nettunnel.api.admin.diagnosis.DoctorView;
import org.nettunnel.api.admin.diagnosis.DoctorView.Check;
import org.nettunnel.api.node.FarSide;
import org.nettunnel.api.node.RequestRefused;
import org.nettunnel.api.tunnel.TunnelId;

/// Examines a tunnel that is up: how far the other node is, and how much comes through at least.
///
/// It asks the other end a few times for the longest thing it tells anybody, one question after the other. What it measures is a lower bound:
/// a stream, which does not wait for answers, may be faster.
final class TunnelProbe {
    private static final int QUESTIONS = 6;
    private static final long LONGEST = TimeUnit.SECONDS.toNanos(5);
    private static final FarSide.Call LONG_ANSWER = new FarSide.Call("GET", "/openapi.json", "", "", null);
    private final FarSide far;
    private final TunnelId tunnel;
    private final List<Check> checks = new ArrayList<>();

    TunnelProbe(FarSide far, TunnelId tunnel) {
        this.far = far;
        this.tunnel = tunnel;
    }

    /// @param verdict on the streams that are there
    DoctorView examine(String verdict) {
        boolean isThere = ping();
        if (isThere) throughput();
        else skip("Where no ping comes back nothing can be measured.");
        checks.add(new Check("streams", "good", verdict, "", 0));
        return new DoctorView(checks);
    }

    private boolean ping() {
        long began = System.nanoTime();
        try {
            Duration way = far.ping(tunnel);
            checks.add(new Check("round trip", "good", "The other node is " + Figures.millis(way.toNanos()) + " away, there and back, through the tunnel.", "", millis(began)));
            return true;
        } catch (RequestRefused silent) {
            checks.add(new Check("round trip", "bad", "The other node did not answer: " + silent.getMessage() + ".",
                    "See what 'nettunnel tunnel show' says of the tunnel, and examine the way to the node's address.", millis(began)));
            return false;
        }
    }

    private void throughput() {
        long began = System.nanoTime();
        long bytes = 0;
        try {
            for (int asked = 0; asked < QUESTIONS && System.nanoTime() - began < LONGEST; asked++) {
                FarSide.Answer answer = far.call(tunnel, LONG_ANSWER);
                if (answer.status() / 100 != 2) {
                    skip("It cannot be measured: the other node answers no questions through the tunnel (" + answer.status() + ").");
                    return;
                }
                bytes += answer.body().getBytes(StandardCharsets.UTF_8).length;
            }
        } catch (RequestRefused refused) {
            skip("It cannot be measured: " + refused.getMessage() + ".");
            return;
        }
        double rate = bytes * 1e9 / (System.nanoTime() - began);
        checks.add(new Check("throughput", "good", "At least " + Figures.rate(rate) + " came from there: " + bytes
                + " bytes, asked for piece by piece. Streams may be faster; compression and what they carry meanwhile count too.", "", millis(began)));
    }

    private void skip(String why) {
        checks.add(new Check("throughput", "skipped", why, "", 0));
    }

    private static long millis(long began) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
    }
}
