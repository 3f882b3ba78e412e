package org.nettunnel.admin.diagnosis;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

import org.nettunnel.api.admin.diagnosis.DiagnosisView.Measure;
import org.nettunnel.api.admin.diagnosis.DiagnosisView.Part;
import org.nettunnel.api.tunnel.StreamState.Squeezing;

/// The numbers of a diagnosis, for people.
final class Figures {
    private static final double MILLI = 1e6;
    private static final double THOUSAND = 1000;

    private Figures() {}

    static String percent(double share) {
        return Math.round(100 * share) + " %";
    }

    static String millis(long nanos) {
        return String.format(Locale.ROOT, nanos < 10 * MILLI ? "%.1f ms" : "%.0f ms", nanos / MILLI);
    }

    static String seconds(long nanos) {
        return String.format(Locale.ROOT, "%.1f s", nanos / MILLI / THOUSAND);
    }

    static String rate(double bytesPerSecond) {
        if (bytesPerSecond < THOUSAND) return Math.round(bytesPerSecond) + " B/s";
        if (bytesPerSecond < THOUSAND * THOUSAND) return String.format(Locale.ROOT, "%.1f kB/s", bytesPerSecond / THOUSAND);
        return String.format(Locale.ROOT, "%.1f MB/s", bytesPerSecond / THOUSAND / THOUSAND);
    }

    static List<Measure> of(Stretch.Stream stream) {
        Squeezing squeezing = stream.now().state().squeezing();
        return List.of(
                measure("local.received", stream.received(), "bytes/s", "What the application at this end gave."),
                measure("local.sent", stream.sent(), "bytes/s", "What the application at this end took."),
                measure("local.full", 100 * stream.socket(), "%", "How much of the time the application's socket took no more."),
                measure("stream.dial", stream.now().waits().dial() / MILLI, "ms", "How long it took until the target was connected."),
                measure("stream.credit", 100 * stream.credit(), "%", "How much of the time bytes waited for room at the other end."),
                measure("stream.turn", 100 * stream.link(), "%", "How much of the time it waited for its turn on the link."),
                measure("stream.pace", 100 * stream.pace(), "%", "How much of the time its user's bound of bytes a second was used up."),
                measure("stream.answer", 100 * stream.answer(), "%", "How much of the time everything was said and nothing came back."),
                measure("stream.compression", squeezing.wireBytes() == 0 ? 1 : (double) squeezing.plainBytes() / squeezing.wireBytes(), "times",
                        "What compressing spares of what this end sends: " + squeezing.decision() + "."));
    }

    static List<Measure> of(Stretch.Link link) {
        String name = "link" + link.now().lane() + ".";
        return List.of(
                measure(name + "roundTrip", link.now().roundTrip() / MILLI, "ms", "How long a PING takes there and back, smoothed."),
                measure(name + "quickest", link.now().quickest() / MILLI, "ms", "The quickest PING there was: the way itself."),
                measure(name + "unanswered", link.now().unanswered() / MILLI, "ms", "For how long the present PING has had no answer."),
                measure(name + "received", link.received(), "bytes/s", "What came, encryption included."),
                measure(name + "sent", link.sent(), "bytes/s", "What left, encryption included."),
                measure(name + "blocked", 100 * link.blocked(), "%", "How much of the time the system took nothing to send."),
                measure(name + "waiting", link.now().waitingBytes(), "bytes", "Encrypted and not yet taken by the system."));
    }

    static Measure busy(double busy) {
        return measure("node.busy", 100 * busy, "%", "How much of the time the busiest of the tunnel's event loops worked.");
    }

    private static Measure measure(String name, double value, String unit, String explained) {
        return new Measure(name, Math.round(value * 10) / 10.0, unit, explained);
    }

    static List<Part> parts(Stretch.Stream stream, double busy) {
        return parts(List.of(stream), busy);
    }

    /// The most that any stream had of each.
    static List<Part> parts(List<Stretch.Stream> streams, double busy) {
        var parts = new ArrayList<Part>();
        parts.add(part("the application here took no more", streams, Stretch.Stream::socket));
        parts.add(part("the user's bound was used up", streams, Stretch.Stream::pace));
        parts.add(part("waited for its turn on the link", streams, Stretch.Stream::link));
        parts.add(part("waited for room at the other end", streams, Stretch.Stream::credit));
        parts.add(part("waited for an answer", streams, Stretch.Stream::answer));
        parts.add(new Part("the event loop worked", rounded(busy)));
        return parts;
    }

    private static Part part(String name, List<Stretch.Stream> streams, ToDoubleFunction<Stretch.Stream> share) {
        return new Part(name, rounded(streams.stream().mapToDouble(share).max().orElse(0)));
    }

    private static double rounded(double share) {
        return Math.round(100 * share) / 100.0;
    }
}
