package org.nettunnel.client;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import javax.net.ssl.SSLSocket;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.admin.diagnosis.DoctorView;
import org.nettunnel.api.admin.diagnosis.DoctorView.Check;
import org.nettunnel.api.crypto.Fingerprint;

/// Walks the way to another node step by step and says what is wrong where, and what to do about it. Needs no node of its own.
///
/// It examines the transport `https`; a step that needs one that failed is skipped. The size of packets that the way carries cannot be read in Java:
/// whether large ones arrive is tried instead.
/// **Threads:** any; it blocks, at most a quarter of a minute a step.
public final class Doctor {
    private static final Duration LARGEST_SKEW = Duration.ofMinutes(1);
    private static final int LARGE_BYTES = 6000;
    private final Clock clock;
    private final List<Check> checks = new ArrayList<>();

    private Doctor(Clock clock) {
        this.clock = clock;
    }

    /// @param proxy       null for none
    /// @param fingerprint what the node's certificate must have; null where it is not known
    public record Way(NodeAddress to, @Nullable ProxyDoor proxy, @Nullable Fingerprint fingerprint) {}

    private interface Step<T> {
        T take() throws IOException;
    }

    public static DoctorView examine(Way way) {
        return examine(way, Clock.systemUTC());
    }

    static DoctorView examine(Way way, Clock clock) {
        var doctor = new Doctor(clock);
        doctor.walk(way);
        return new DoctorView(doctor.checks);
    }

    private void walk(Way way) {
        if (!knowsName(way)) {
            skip("connection", "certificate", "tunnel", "clock", "large packets");
            return;
        }
        if (!connects(way)) {
            skip("certificate", "tunnel", "clock", "large packets");
            return;
        }
        if (!speaksTls(way)) {
            skip("tunnel", "clock", "large packets");
            return;
        }
        upgrade(way);
        clockAndSize(way);
    }

    private void skip(String... names) {
        for (String name : names) checks.add(new Check(name, "skipped", "What comes before it failed.", "", 0));
    }

    /// Whether it went well; what went wrong is `bad` with `remedy`.
    private boolean check(String name, String remedy, Step<Found> step) {
        long begun = System.nanoTime();
        Found found;
        try {
            found = step.take();
        } catch (IOException failed) {
            String why = failed.getMessage();
            found = new Found("bad", (why == null ? failed.getClass().getSimpleName() : why), remedy);
        }
        checks.add(new Check(name, found.result, found.sentence, found.remedy, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun)));
        return !found.result.equals("bad");
    }

    private record Found(String result, String sentence, String remedy) {
        static Found good(String sentence) {
            return new Found("good", sentence, "");
        }
    }

    private boolean knowsName(Way way) {
        ProxyDoor proxy = way.proxy;
        String host = proxy == null ? way.to.host() : proxy.host();
        return check("name", "Look whether the name is written right and the name service of this machine knows it; an address in its place avoids the name service.", () -> {
            try {
                InetAddress[] all = InetAddress.getAllByName(host);
                return Found.good(host + " is " + Arrays.stream(all).map(InetAddress::getHostAddress).collect(Collectors.joining(", "))
                        + (proxy == null ? "" : " (the proxy; it looks up the node itself)"));
            } catch (IOException unknown) {
                throw new IOException("The name service does not know '" + host + "'.", unknown);
            }
        });
    }

    private boolean connects(Way way) {
        return check("connection", way.proxy == null ? "Look whether the node runs there, and whether every firewall on the way lets that port through."
                : "Look whether the proxy runs, wants a login, and lets connections to that port through.", () -> {
                    try (var _ = DoctorWire.open(way)) {
                        return Found.good((way.proxy == null ? "Connected to " : "The proxy connected to ") + way.to.host() + ":" + way.to.port() + ".");
                    }
                });
    }

    private boolean speaksTls(Way way) {
        return check("certificate", "Look whether that port is a node's; where something on the way breaks up TLS, let it pass or use the transport tcp.", () -> {
            try (SSLSocket tls = DoctorWire.tls(way)) {
                return certificate(way, DoctorWire.certificate(tls), tls.getSession().getProtocol());
            }
        });
    }

    private static Found certificate(Way way, DoctorWire.Shown shown, String protocol) {
        String what = protocol + ", certificate " + shown.fingerprint() + " of " + shown.subject();
        Fingerprint pinned = way.fingerprint;
        if (pinned != null && !pinned.equals(shown.fingerprint()))
            return new Found("bad", what + ", which is not the node's: something on the way ends TLS.", "Let the way to that node pass without inspection; a tunnel by https would refuse it.");
        if (!protocol.equals("TLSv1.3")) return new Found("bad", what + ": nodes speak TLSv1.3 only.", "Look whether that port is a node's, or what on the way ends TLS.");
        if (pinned != null) return Found.good(what + ", as it should be.");
        return Found.good(what + (shown.isSelfSigned() ? ", which signed itself, as nodes do." : ", signed by " + shown.issuer()
                + ": a server in front of the node, or something that inspects TLS; then the tunnel's own handshake fails.") + " Give its fingerprint to be sure.");
    }

    private void upgrade(Way way) {
        check("tunnel", "Look whether that port is a node's, and whether something on the way takes the header Upgrade out.", () -> {
            String status = DoctorWire.statusOf(DoctorWire.ask(way, "/tunnel/1", "Connection: Upgrade\r\nUpgrade: nettunnel/1\r\n"));
            if (status.equals("101")) return Found.good("A node answered, and takes tunnels.");
            return new Found("bad", "The answer was " + status + " in place of 101: " + DoctorWire.meaning(status) + ".",
                    "Look whether that port is a node's, and whether something on the way takes the header Upgrade out.");
        });
    }

    private void clockAndSize(Way way) {
        check("clock", "", () -> skew(DoctorWire.header(DoctorWire.ask(way, "/livez", "Connection: close\r\n"), "date")));
        check("large packets", "Something on the way loses large packets: lower the MTU of this machine's interface, or let ICMP pass every firewall on the way.", () -> {
            DoctorWire.ask(way, "/livez", "Connection: close\r\nX-Size: " + "x".repeat(LARGE_BYTES) + "\r\n");
            return Found.good("A request of " + LARGE_BYTES + " bytes was answered, so that packets of full size arrive.");
        });
    }

    private Found skew(@Nullable String date) {
        if (date == null) return new Found("skipped", "The other end does not say what time it has.", "");
        try {
            Instant there = ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
            Duration skew = Duration.between(there, clock.instant());
            String sentence = "This machine's clock is " + skew.abs().toSeconds() + " s " + (skew.isNegative() ? "behind" : "before") + " the other's.";
            return skew.abs().compareTo(LARGEST_SKEW) <= 0 ? Found.good(sentence)
                    : new Found("bad", sentence, "Set both clocks by a time server: invites and certificates run out by them.");
        } catch (DateTimeParseException strange) {
            return new Found("skipped", "The other end says a time that nobody can read.", "");
        }
    }
}
