package org.nettunnel.client;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import javax.net.ssl.SSLSocket;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.admin.diagnosis.DoctorView;
import org.nettunnel.api.admin.diagnosis.DoctorView.Check;
import org.nettunnel.api.crypto.Fingerprint;
import org.nettunnel.api.transport.Address;
import org.nettunnel.api.tunnel.ProxyConfig;
import org.nettunnel.api.tunnel.proxy.ProxyEnvironment;
import org.nettunnel.api.tunnel.proxy.ProxyEnvironment.Choice;

/// Walks the way to another node step by step and says what is wrong where, and what to do about it. Needs no node of its own.
///
/// A step that needs one that failed is skipped. Of the tunnel's handshake it says the first word and hears the first answer; all further ones need
/// a tunnel's keys, which a node has.
/// **Threads:** any; it blocks, at most a quarter of a minute a step, and half a minute where large packets are lost.
public final class Doctor {
    static final String GOOD = "good", WARN = "warn", BAD = "bad", SKIPPED = "skipped";
    private static final Duration LARGEST_SKEW = Duration.ofMinutes(1);
    /// What a connection by plain TCP begins with (protocol section 1).
    private static final String PREFACE = "NTUN/1\r\n";
    /// The longest thing that a node tells anybody.
    private static final String LONG_ANSWER = "/api/v1/openapi.json";
    /// About so long is the head of a question before it is filled up.
    private static final int HEAD_BYTES = 80;
    private static final int TLS_RECORD_BYTES = 22;
    private static final Surroundings HERE = new Surroundings(Clock.systemUTC(), System.getenv(), Duration.ofSeconds(10));
    private final Way way;
    private final Surroundings around;
    private final List<Check> checks = new ArrayList<>();
    private DoctorWire wire;

    private Doctor(Way way, Surroundings around) {
        this.way = way;
        this.around = around;
        this.wire = new DoctorWire(way.to, null, around.patience);
    }

    /// @param transport   `https` or `tcp`
    /// @param fingerprint what the node's certificate must have; null where it is not known
    /// @param isOfTunnel  whether there are a tunnel's keys to prove who is there, so that nobody need be told how to
    public record Way(NodeAddress to, ProxyConfig proxy, String transport, @Nullable Fingerprint fingerprint, boolean isOfTunnel) {
        public Way {
            if (!transport.equals("https") && !transport.equals("tcp")) throw new IllegalArgumentException("transport '" + transport + "' is not https or tcp");
        }

        /// To a stranger.
        public Way(NodeAddress to, ProxyConfig proxy, String transport, @Nullable Fingerprint fingerprint) {
            this(to, proxy, transport, fingerprint, false);
        }

        boolean isTls() {
            return transport.equals("https");
        }
    }

    /// @param patience with each answer
    record Surroundings(Clock clock, Map<String, String> environment, Duration patience) {}

    private interface Step {
        String take() throws IOException;
    }

    public static DoctorView examine(Way way) {
        return examine(way, HERE);
    }

    static DoctorView examine(Way way, Surroundings around) {
        var doctor = new Doctor(way, around);
        doctor.walk();
        return new DoctorView(doctor.checks);
    }

    private void walk() {
        boolean isThere = connects(knowsName(choosesProxy()));
        if (!way.isTls()) {
            packets(greets(isThere));
            return;
        }
        boolean speaksTls = speaksTls(isThere);
        greets(upgrades(speaksTls));
        clock(speaksTls);
        packets(speaksTls);
    }

    /// A step that is taken where what it needs went well; what goes wrong in it is bad.
    ///
    /// @param remedy for what has none of its own
    /// @return whether it was taken and went well
    private boolean check(boolean goes, String name, String remedy, Step step) {
        if (!goes) return skip(name, "What comes before it failed.");
        long begun = System.nanoTime();
        try {
            String sentence = step.take();
            checks.add(new Check(name, GOOD, sentence, "", since(begun)));
            return true;
        } catch (DoctorFinding found) {
            checks.add(new Check(name, found.result, String.valueOf(found.getMessage()), found.remedy, since(begun)));
            return found.result.equals(WARN);
        } catch (IOException failed) {
            String why = failed.getMessage();
            checks.add(new Check(name, BAD, why == null ? failed.getClass().getSimpleName() : why, remedy, since(begun)));
            return false;
        }
    }

    private boolean skip(String name, String why) {
        checks.add(new Check(name, SKIPPED, why, "", 0));
        return false;
    }

    private static long since(long begun) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
    }

    private boolean choosesProxy() {
        return check(true, "proxy", "Look whether the proxy runs, and whether its name and port are right.", () -> {
            Choice choice = choice();
            ProxyConfig.Server proxy = choice.proxy();
            wire = new DoctorWire(way.to, proxy, around.patience);
            if (proxy == null) return "No proxy: " + choice.why() + ".";
            DoctorWire.reach(proxy, around.patience);
            return "By the proxy " + proxy + ", for " + choice.why() + "; it takes connections.";
        });
    }

    private Choice choice() throws DoctorFinding {
        return switch (way.proxy) {
            case ProxyConfig.None _ -> new Choice(null, "none is to be used");
            case ProxyConfig.Server server -> new Choice(server, "it was named");
            case ProxyConfig.FromEnvironment _ -> {
                try {
                    yield new ProxyEnvironment(around.environment).choose(new Address(way.to.host(), way.to.port()));
                } catch (IllegalArgumentException wrong) {
                    throw new DoctorFinding(wrong.getMessage() + ".", "Set the variable right where the node starts, or name a proxy, or none, for the tunnel itself.");
                }
            }
        };
    }

    private boolean knowsName(boolean goes) {
        if (goes && wire.proxy() != null) {
            skip("name", "The proxy looks up the node's name.");
            return true;
        }
        String host = way.to.host();
        return check(goes, "name", "Look whether the name is written right and the name service of this machine knows it; an address in its place avoids the name service.", () -> {
            try {
                return host + " is " + Arrays.stream(InetAddress.getAllByName(host)).map(InetAddress::getHostAddress).collect(Collectors.joining(", ")) + ".";
            } catch (IOException unknown) {
                throw new IOException("The name service does not know '" + host + "'.", unknown);
            }
        });
    }

    private boolean connects(boolean goes) {
        String remedy = wire.proxy() == null ? "Look whether the node runs there, and whether every firewall on the way lets that port through."
                : "Look whether the proxy lets connections to that port through.";
        return check(goes, "connection", remedy, () -> {
            try (var _ = wire.open()) {
                return (wire.proxy() == null ? "Connected to " : "The proxy connected to ") + way.to.host() + ":" + way.to.port() + ".";
            }
        });
    }

    private boolean speaksTls(boolean goes) {
        return check(goes, "certificate", "Look whether that port is a node's; where something on the way breaks up TLS, let it pass or use the transport tcp.", () -> {
            try (SSLSocket tls = wire.tls()) {
                return certificate(DoctorWire.certificate(tls), tls.getSession().getProtocol());
            }
        });
    }

    private String certificate(DoctorWire.Shown shown, String protocol) throws DoctorFinding {
        String what = protocol + ", certificate " + shown.fingerprint() + " of " + shown.subject();
        Fingerprint pinned = way.fingerprint;
        if (pinned != null && !pinned.equals(shown.fingerprint()))
            throw new DoctorFinding(what + ", which is not the node's: something on the way ends TLS.", "Let the way to that node pass without inspection; a tunnel by https would refuse it.");
        if (!protocol.equals("TLSv1.3")) throw new DoctorFinding(what + ": nodes speak TLSv1.3 only.", "Look whether that port is a node's, or what on the way ends TLS.");
        if (pinned != null) return what + ", as it should be.";
        if (way.isOfTunnel) return what + (shown.isSelfSigned() ? ", which signed itself, as nodes do." : ", signed by " + shown.issuer() + ".");
        if (shown.isSelfSigned()) return what + ", which signed itself, as nodes do. Give its fingerprint to be sure.";
        throw DoctorFinding.warning(what + ", signed by " + shown.issuer() + ": a certificate that was given to the node, or something in front of it that ends TLS.",
                "Give the fingerprint that the node shows as its certificate, to be sure: where something ends TLS a tunnel by https fails.");
    }

    private boolean upgrades(boolean goes) {
        String remedy = "Look whether that port is a node's, and whether something on the way takes the header Upgrade out.";
        return check(goes, "tunnel", remedy, () -> {
            try (SSLSocket tls = wire.tls()) {
                String status = DoctorWire.statusOf(wire.upgrade(tls));
                if (status.equals("101")) {
                    DoctorHello.leave(tls.getInputStream(), tls.getOutputStream());
                    return "A node answered, and takes tunnels.";
                }
                throw new DoctorFinding("The answer was " + status + " in place of 101: " + DoctorWire.meaning(status) + ".", remedy);
            }
        });
    }

    private boolean greets(boolean goes) {
        return check(goes, "handshake", "Look whether that port is a node's, and at the node's log, which says what it made of the hello.", () -> {
            DoctorHello hello = hello(0, around.patience);
            return "The node answered the hello in version " + hello.version() + " of the protocol, with the suite " + hello.suite() + " of " + hello.suites()
                    + (way.isOfTunnel ? "." : ". Who it is it proves to a tunnel's node only: 'doctor --tunnel' goes that far.");
        });
    }

    private DoctorHello hello(int bytes, Duration patience) throws IOException {
        DoctorWire hurried = wire.within(patience);
        try (Socket socket = way.isTls() ? hurried.tls() : hurried.open()) {
            if (socket instanceof SSLSocket tls) hurried.upgrade(tls);
            else socket.getOutputStream().write(PREFACE.getBytes(StandardCharsets.US_ASCII));
            return DoctorHello.exchange(socket.getInputStream(), socket.getOutputStream(), bytes);
        } catch (EOFException closed) {
            throw new IOException("The connection was closed where the answer to the hello was to come.", closed);
        }
    }

    private void clock(boolean goes) {
        if (!goes) {
            skip("clock", "What comes before it failed.");
            return;
        }
        check(true, "clock", "Look whether that port is a node's.", () -> {
            String date = DoctorWire.header(wire.ask("/livez", "").head(), "date");
            if (date == null) throw DoctorFinding.warning("The other end does not say what time it has.", "Compare the clocks by hand: invites and certificates run out by them.");
            try {
                return skew(ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
            } catch (DateTimeParseException strange) {
                throw DoctorFinding.warning("The other end says a time that nobody can read.", "Look whether that port is a node's.");
            }
        });
    }

    private String skew(Instant there) throws DoctorFinding {
        Duration skew = Duration.between(there, around.clock.instant());
        String sentence = "This machine's clock is " + skew.abs().toSeconds() + " s " + (skew.isNegative() ? "behind" : "before") + " the other's.";
        if (skew.abs().compareTo(LARGEST_SKEW) <= 0) return sentence;
        throw new DoctorFinding(sentence, "Set both clocks by a time server: invites and certificates run out by them.");
    }

    private void packets(boolean goes) {
        check(goes, "packets", "Look at the lines on the way: a question that is no other than the ones before it went unanswered.",
                () -> new PacketSizes(way.isTls() ? new ByHttp() : new ByHello()).found(around.patience));
    }

    /// Questions over TLS: a head is filled up.
    private final class ByHttp implements PacketSizes.Way {
        @Override
        public int ask(int bytes, Duration patience) throws IOException {
            return wire.within(patience).ask("/livez", "X-Size: " + "x".repeat(Math.max(0, bytes - HEAD_BYTES)) + "\r\n").bytes();
        }

        @Override
        public int askForMuch(Duration patience) throws IOException {
            return wire.within(patience).ask(LONG_ANSWER, "").bytes();
        }

        @Override
        public int envelope() {
            return TLS_RECORD_BYTES;
        }
    }

    /// Questions in the tunnel's own words: a hello is filled up.
    private final class ByHello implements PacketSizes.Way {
        @Override
        public int ask(int bytes, Duration patience) throws IOException {
            return hello(bytes, patience).replyBytes();
        }

        @Override
        public int askForMuch(Duration patience) throws IOException {
            return hello(0, patience).replyBytes();
        }

        @Override
        public int envelope() {
            return 0;
        }
    }
}
