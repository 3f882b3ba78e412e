package org.nettunnel.cli.commands;

import java.time.Instant;
import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.admin.EndpointView;
import org.nettunnel.api.admin.StreamView;
import org.nettunnel.api.admin.TunnelView;
import org.nettunnel.cli.shell.Shell;
import org.nettunnel.cli.shell.Table;
import org.nettunnel.cli.shell.Texts;

/// The tables of tunnels, endpoints and streams.
final class Listings {
    private static final int SHORT_ID = 8;

    private Listings() {}

    static void tunnels(Shell shell, List<TunnelView> tunnels, Instant now) {
        var table = new Table(shell.terminal().colours(), "TUNNEL", "ID", "DIRECTION", "STATUS", "LINKS", "PING", "STREAMS", "RECEIVED", "SENT", "PEER");
        for (TunnelView tunnel : tunnels)
            table.add(tunnel.name(), shortened(tunnel.id()), tunnel.direction(), tunnel.status() + (tunnel.trial() == null ? "" : ", on trial"), Integer.toString(tunnel.links().size()),
                    TunnelCard.ping(first(tunnel)), Long.toString(tunnel.traffic().openStreams()), Texts.bytes(tunnel.traffic().receivedBytes()),
                    Texts.bytes(tunnel.traffic().sentBytes()), peer(tunnel, now));
        table.print(shell.terminal());
    }

    private static TunnelView.@Nullable Link first(TunnelView tunnel) {
        return tunnel.links().isEmpty() ? null : tunnel.links().getFirst();
    }

    static void endpoints(Shell shell, List<EndpointView> endpoints) {
        var table = new Table(shell.terminal().colours(), "ENDPOINT", "ID", "TUNNEL", "DIRECTION", "LISTENS", "STATE", "CONNECTS TO", "OPEN", "TOTAL",
                "RECEIVED", "SENT", "OWNER", "NOTE");
        for (EndpointView endpoint : endpoints)
            table.add(endpoint.name(), shortened(endpoint.id()), endpoint.tunnelName(), endpoint.direction(), listens(endpoint),
                    state(endpoint), endpoint.target(), Long.toString(endpoint.traffic().open()), Long.toString(endpoint.traffic().total()),
                    Texts.bytes(endpoint.traffic().receivedBytes()), Texts.bytes(endpoint.traffic().sentBytes()), Texts.text(endpoint.owner()), note(endpoint));
        table.print(shell.terminal());
    }

    static void streams(Shell shell, List<StreamView> streams, Instant now) {
        var table = new Table(shell.terminal().colours(), "STREAM", "TUNNEL", "ENDPOINT", "DIRECTION", "STATE", "AGE", "RECEIVED", "SENT", "COMPRESSED", "CLIENT",
                "TARGET");
        for (StreamView stream : streams)
            table.add(stream.id(), stream.tunnelName(), stream.endpointName(), stream.direction(), stream.state(), Texts.age(stream.since(), now),
                    Texts.bytes(stream.receivedBytes()), Texts.bytes(stream.sentBytes()), compressed(stream.compression()), stream.client(), stream.target());
        table.print(shell.terminal());
    }

    /// How many times smaller what this end sent compressed became, by what; and why the rest went, or goes, raw.
    private static String compressed(StreamView.Squeezing how) {
        String gained = how.sent().plainBytes() == 0 ? "" : String.format(Locale.ROOT, "%.1fx %s", how.sent().ratio(), how.with());
        if (how.decision().equals("compresses")) return gained;
        return gained.isEmpty() ? "no: " + how.decision() : gained + ", now raw: " + how.decision();
    }

    /// The half that listens: here when inbound, else there.
    static EndpointView.@Nullable Half listener(EndpointView endpoint) {
        return endpoint.direction().equals("inbound") ? endpoint.here() : endpoint.there();
    }

    static String address(String bind, int port) {
        String host = bind.equals("0.0.0.0") || bind.equals("::") ? "*" : bind.contains(":") ? "[" + bind + "]" : bind;
        return port == 0 ? host + ", any free port" : host + ":" + port;
    }

    static String listens(EndpointView endpoint) {
        EndpointView.Half half = listener(endpoint);
        int port = half == null || half.port() == 0 ? endpoint.port() : half.port();
        return (endpoint.direction().equals("inbound") ? "here " : "there ") + address(endpoint.bind(), port);
    }

    private static String state(EndpointView endpoint) {
        EndpointView.Half half = listener(endpoint);
        return half == null ? "unknown" : half.state();
    }

    private static String note(EndpointView endpoint) {
        EndpointView.Half half = listener(endpoint);
        if (half != null && !half.reason().isEmpty()) return half.reason();
        return Texts.text(endpoint.lastRefusal());
    }

    private static String peer(TunnelView tunnel, Instant now) {
        TunnelView.Link link = first(tunnel);
        String name = Texts.text(tunnel.peerName());
        String where = link != null ? link.remote() + " " + Texts.text(tunnel.transport()) + " " + TunnelCard.suite(link) : String.join(", ", tunnel.addresses()) + through(tunnel);
        String all = (name + " " + where).strip();
        String why = TunnelCard.because(tunnel, now);
        return why.isEmpty() ? all : (all + " (" + why + ")").strip();
    }

    /// Only a proxy that was named for this tunnel.
    private static String through(TunnelView tunnel) {
        String proxy = tunnel.proxy();
        return proxy == null || !proxy.contains("://") ? "" : " through " + proxy;
    }

    private static String shortened(String id) {
        return id.length() > SHORT_ID ? id.substring(0, SHORT_ID) : id;
    }
}
