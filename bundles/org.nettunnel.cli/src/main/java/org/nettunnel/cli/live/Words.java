package org.nettunnel.cli.live;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

import org.nettunnel.api.admin.EndpointView;
import org.nettunnel.api.admin.StreamView;
import org.nettunnel.api.admin.TunnelView;
import org.nettunnel.api.admin.live.GapEvent;
import org.nettunnel.api.admin.live.GoneEvent;
import org.nettunnel.api.admin.live.LogLine;
import org.nettunnel.api.admin.live.RateEvent;
import org.nettunnel.api.admin.live.StreamEvent;
import org.nettunnel.cli.shell.Texts;
import org.nettunnel.client.RecordJson;

/// Events in words, a line each.
final class Words {
    private Words() {}

    /// @param name of the event; of one that this command does not know the data is shown
    static String of(String name, String data) {
        try {
            return switch (name) {
                case "tunnel" -> of(read(data, TunnelView.class));
                case "endpoint" -> of(read(data, EndpointView.class));
                case "stream" -> of(read(data, StreamEvent.class));
                case "rate" -> of(read(data, RateEvent.class));
                case "log" -> of(read(data, LogLine.class));
                case "gone" -> of(read(data, GoneEvent.class));
                case "gap" -> "gap       some events are missing: " + String.join(", ", read(data, GapEvent.class).types());
                default -> name + " " + data;
            };
        } catch (IOException other) {
            return name + " " + data;
        }
    }

    private static <R> R read(String data, Class<R> type) throws IOException {
        return RecordJson.read(data.getBytes(StandardCharsets.UTF_8), type);
    }

    private static String of(TunnelView tunnel) {
        return "tunnel    " + tunnel.name() + " " + tunnel.status() + (tunnel.reason().isEmpty() ? "" : ": " + tunnel.reason());
    }

    private static String of(EndpointView endpoint) {
        return "endpoint  " + endpoint.tunnelName() + "/" + endpoint.name() + " " + endpoint.here().state()
                + (endpoint.here().reason().isEmpty() ? "" : ": " + endpoint.here().reason());
    }

    private static String of(StreamEvent event) {
        StreamView stream = event.stream();
        return "stream    " + event.what() + " #" + stream.id() + " " + stream.tunnelName() + "/" + stream.endpointName() + " from " + stream.client()
                + (stream.target().isEmpty() ? "" : " to " + stream.target())
                + (event.code() == null ? "" : ", received " + Texts.bytes(stream.receivedBytes()) + ", sent " + Texts.bytes(stream.sentBytes()) + ": " + event.reason());
    }

    private static String of(RateEvent event) {
        var line = new StringBuilder("rate     ");
        for (RateEvent.Rate rate : event.tunnels())
            line.append(' ').append(rate.id(), 0, 8).append(" in ").append(Texts.bytes(rate.receivedPerSecond())).append("/s out ")
                    .append(Texts.bytes(rate.sentPerSecond())).append("/s streams ").append(rate.openStreams()).append(';');
        return line.toString();
    }

    private static String of(GoneEvent gone) {
        return "gone      " + gone.kind() + " " + gone.id() + " was removed";
    }

    static String of(LogLine line) {
        return line.at().truncatedTo(ChronoUnit.MILLIS) + " " + String.format(Locale.ROOT, "%-7s", line.level().toUpperCase(Locale.ROOT)) + " " + line.logger().replaceFirst("^org\\.nettunnel\\.", "")
                + " " + line.text();
    }
}
