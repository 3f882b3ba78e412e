package org.nettunnel.node.settings;

import java.util.List;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.node.Knobs;
import org.nettunnel.api.node.RequestRefused;
import org.nettunnel.api.node.RequestRefused.Reason;

/// One thing that can be set.
///
/// @param key       section and key
/// @param byDefault as the bundle that reads it has it
/// @param live      whether a change counts at once
record Knob(String key, Kind kind, String byDefault, String explained, boolean live) {

    /// What it may be.
    sealed interface Kind {
        /// In words.
        String range();

        /// The few words there are; else empty.
        default List<String> choices() {
            return List.of();
        }
    }

    record Whole(int least, int most) implements Kind {
        @Override
        public String range() {
            return least + " to " + most;
        }
    }

    record OneOf(List<String> words) implements Kind {
        @Override
        public String range() {
            return String.join(", ", words);
        }

        @Override
        public List<String> choices() {
            return words;
        }
    }

    record Text(String range, String form) implements Kind {}

    /// Where a port listens, or nothing: who sets what this machine cannot listen on would not get in again.
    record Place(String range, boolean hasPort) implements Kind {}

    /// All there are. The defaults are those of the bundles' options; a test compares them.
    static final List<Knob> ALL = List.of(
            whole("endpoint.accept.burst", 1, 1_000_000, 1_000, "New connections that an endpoint takes from one address at once, before the rate counts."),
            whole("endpoint.accepts.per.second", 0, 1_000_000, 200,
                    "New connections a second that an endpoint takes from one address; 0 takes all. Raise it where many clients come through one proxy."),
            whole("endpoint.backlog", 1, 65_535, 1_024, "Connections the system holds until an endpoint accepts them."),
            whole("endpoint.connect.timeout.seconds", 1, 600, 10, "How long a target may take to answer, all its addresses together."),
            whole("endpoint.max.connections", 1, 65_536, 16_384, "Connections an endpoint may have at once."),
            whole("http.accept.burst", 1, 1_000_000, 200, "New connections that the node's port takes from one address at once, before the rate counts."),
            whole("http.accepts.per.second", 1, 1_000_000, 50,
                    "New connections a second that the node's port takes from one address. Raise it where very many nodes come through one address."),
            new Knob("http.admin.listen", new Place("HOST:PORT with an address of this machine, or empty for the node's port", true), "",
                    "Where the console and commands are answered, apart from tunnels.", false),
            new Knob("http.bind", new Place("an address of this machine, or empty for all", false), "", "Where the node's port listens.", false),
            text("http.certificate", "a PEM file, or empty for one that the node makes", "[^\\p{Cntrl}]{0,1000}", "", "The certificate of the port, with its chain."),
            whole("http.connections", 1, 1_000_000, 4_096, "Connections the node's port has open at once, tunnels not counted."),
            whole("http.connections.per.address", 1, 1_000_000, 100, "Of them, from one IPv4 address or IPv6 /64."),
            whole("http.header.deadline.seconds", 1, 600, 10, "How long TLS and the first request may take, and each later request."),
            whole("http.idle.timeout.seconds", 1, 3_600, 30, "How long a connection to the port may be without progress."),
            text("http.key", "a PEM file, or empty", "[^\\p{Cntrl}]{0,1000}", "", "The private key of the certificate, not encrypted."),
            whole("http.port", 0, 65_535, 52_845, "The one port of the node, for tunnels, commands and the browser; 0 takes any free one."),
            new Knob("log.level", new OneOf(List.of("error", "warning", "info", "debug", "trace")), "info", "How much the log tells.", true),
            text("node.name", "1 to 64 printable characters", "[^\\p{Cntrl}]{1,64}", "", "What the node calls itself; the host's name when left out."),
            new Knob(Knobs.NAMES, new Text("host names with commas between, or empty", "([A-Za-z0-9.-]{1,253}(, ?[A-Za-z0-9.-]{1,253}){0,15})?"), "",
                    "Names by which browsers reach this node, beside its host's name and those in its certificate.", true),
            whole("tunnel.farewell.seconds", 0, 30, 3, "How long connections may go on when the node stops."),
            whole("tunnel.half.closed.minutes", 1, 10_000, 10, "How long a half-closed connection may be without traffic."),
            whole("tunnel.lanes", 0, 8, 0, "Links that an outbound tunnel keeps; 0 is one per core, at most two."),
            whole("tunnel.loops", 0, 64, 0, "Event loops, each with a thread; 0 is one per core, at most two."),
            whole("tunnel.max.streams", 1, 1_000_000, 16_384, "Streams that a peer may hold open at once."));

    private static Knob whole(String key, int least, int most, int byDefault, String explained) {
        return new Knob(key, new Whole(least, most), Integer.toString(byDefault), explained, false);
    }

    private static Knob text(String key, String range, String form, String byDefault, String explained) {
        return new Knob(key, new Text(range, form), byDefault, explained, false);
    }

    String section() {
        return key.substring(0, key.indexOf('.'));
    }

    /// The key within its section.
    String name() {
        return key.substring(key.indexOf('.') + 1);
    }

    /// What `settings.json` holds for `given`.
    ///
    /// @throws RequestRefused with the bounds
    Object checked(@Nullable Object given) throws RequestRefused {
        return switch (kind) {
            case Whole(int least, int most) -> {
                long value = number(given);
                if (value < least || value > most) throw refused(given);
                yield (int) value;
            }
            case OneOf(List<String> words) -> {
                if (!(given instanceof String word) || !words.contains(word)) throw refused(given);
                yield word;
            }
            case Text(String _, String form) -> {
                if (!(given instanceof String text) || !text.matches(form)) throw refused(given);
                yield text;
            }
            case Place(String _, boolean hasPort) -> {
                if (!(given instanceof String place) || !place.isEmpty() && !OwnAddress.canListen(place, hasPort)) throw refused(given);
                yield place;
            }
        };
    }

    private long number(@Nullable Object given) throws RequestRefused {
        if (given instanceof Integer || given instanceof Long) return ((Number) given).longValue();
        if (given instanceof String text && text.matches("-?\\d{1,10}")) return Long.parseLong(text);
        throw refused(given);
    }

    private RequestRefused refused(@Nullable Object given) {
        String shown = String.valueOf(given).replaceAll("\\p{Cntrl}", "?");
        return new RequestRefused(Reason.INVALID, "setting '" + key + "' cannot be '" + (shown.length() > 80 ? shown.substring(0, 80) + "…" : shown)
                + "': it is " + (kind instanceof Whole ? "a whole number, " : kind instanceof OneOf ? "one of " : "") + kind.range());
    }
}
