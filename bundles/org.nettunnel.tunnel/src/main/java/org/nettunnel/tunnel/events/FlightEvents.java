package org.nettunnel.tunnel.events;

import java.util.Locale;

import jdk.jfr.FlightRecorder;

import org.nettunnel.api.tunnel.CloseCode;

/// Writes what happens into the flight recording that runs, if one does.
///
/// **Threads:** any.
final class FlightEvents implements Events {
    /// Where somebody records already, `jfr view` knows only what was registered before the first chunk ended.
    FlightEvents() {
        if (!FlightRecorder.isInitialized()) return;
        for (Class<? extends FlightEvent> kind : FlightEvent.KINDS) FlightRecorder.register(kind);
    }

    @Override
    public void happened(TunnelEvent happened) {
        FlightEvent event = switch (happened) {
            case TunnelEvent.SessionEstablished it -> of(it);
            case TunnelEvent.SessionEnded it -> of(it);
            case TunnelEvent.LinkEstablished it -> of(it);
            case TunnelEvent.LinkLost it -> of(it);
            case TunnelEvent.Resumed it -> of(it);
            case TunnelEvent.Rekeyed it -> of(it);
            case TunnelEvent.SuiteChanged it -> of(it);
            case TunnelEvent.StreamRefused it -> of(it);
            case TunnelEvent.HandshakeFailed it -> of(it);
        };
        if (event.shouldCommit()) event.commit();
    }

    private static FlightEvent of(TunnelEvent.SessionEstablished it) {
        var event = new FlightEvent.SessionEstablished();
        event.tunnel = it.tunnel();
        event.peer = it.peer();
        return event;
    }

    private static FlightEvent of(TunnelEvent.SessionEnded it) {
        var event = new FlightEvent.SessionEnded();
        event.tunnel = it.tunnel();
        event.code = text(it.code());
        event.reason = it.reason();
        event.lasted = it.lasted().toNanos();
        event.streams = it.streams();
        return event;
    }

    private static FlightEvent of(TunnelEvent.LinkEstablished it) {
        var event = new FlightEvent.LinkEstablished();
        event.tunnel = it.tunnel();
        event.lane = it.lane();
        event.transport = it.transport();
        event.remote = it.remote();
        event.suite = it.suite();
        return event;
    }

    private static FlightEvent of(TunnelEvent.LinkLost it) {
        var event = new FlightEvent.LinkLost();
        event.tunnel = it.tunnel();
        event.lane = it.lane();
        event.code = it.code() == CloseCode.SESSION_GONE ? "wire" : text(it.code());
        event.reason = it.reason();
        return event;
    }

    private static FlightEvent of(TunnelEvent.Resumed it) {
        var event = new FlightEvent.Resumed();
        event.tunnel = it.tunnel();
        event.lane = it.lane();
        event.gap = it.gap().toNanos();
        event.streams = it.streams();
        return event;
    }

    private static FlightEvent of(TunnelEvent.Rekeyed it) {
        var event = new FlightEvent.Rekeyed();
        event.tunnel = it.tunnel();
        event.lane = it.lane();
        event.epoch = it.epoch();
        event.suite = it.suite();
        event.took = it.took().toNanos();
        return event;
    }

    private static FlightEvent of(TunnelEvent.SuiteChanged it) {
        var event = new FlightEvent.SuiteChanged();
        event.tunnel = it.tunnel();
        event.lane = it.lane();
        event.from = it.from();
        event.to = it.to();
        return event;
    }

    private static FlightEvent of(TunnelEvent.StreamRefused it) {
        var event = new FlightEvent.StreamRefused();
        event.tunnel = it.tunnel();
        event.limit = it.limit();
        event.reason = it.reason();
        return event;
    }

    private static FlightEvent of(TunnelEvent.HandshakeFailed it) {
        var event = new FlightEvent.HandshakeFailed();
        event.tunnel = it.tunnel();
        event.remote = it.remote();
        event.dialled = it.dialled();
        event.reason = it.reason();
        return event;
    }

    private static String text(CloseCode code) {
        return code.number() + " " + code.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
