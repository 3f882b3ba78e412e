package org.nettunnel.tunnel.events;

import java.util.List;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

/// The shapes of [TunnelEvent]s in a flight recording: what `jfr print` and Mission Control show.
@Category("NetTunnel")
@StackTrace(false)
abstract class FlightEvent extends Event {
    /// One a record of [TunnelEvent].
    static final List<Class<? extends FlightEvent>> KINDS = List.of(SessionEstablished.class, SessionEnded.class, LinkEstablished.class,
            LinkLost.class, Resumed.class, Rekeyed.class, SuiteChanged.class, StreamRefused.class, HandshakeFailed.class);

    @Name("nettunnel.SessionEstablished")
    @Label("Session Established")
    @Description("Both ends have keys in common")
    static final class SessionEstablished extends FlightEvent {
        @Label("Tunnel")
        String tunnel = "";
        @Label("Peer")
        String peer = "";
    }

    @Name("nettunnel.SessionEnded")
    @Label("Session Ended")
    @Description("Nothing of the session is left")
    static final class SessionEnded extends FlightEvent {
        @Label("Tunnel")
        String tunnel = "";
        @Label("Code")
        String code = "";
        @Label("Reason")
        String reason = "";
        @Timespan(Timespan.NANOSECONDS)
        @Label("Lasted")
        long lasted;
        @Label("Streams")
        long streams;
    }

    @Name("nettunnel.LinkEstablished")
    @Label("Link Established")
    @Description("A lane has a link")
    static final class LinkEstablished extends FlightEvent {
        @Label("Tunnel")
        String tunnel = "";
        @Label("Lane")
        int lane;
        @Label("Transport")
        String transport = "";
        @Label("Remote")
        String remote = "";
        @Label("Suite")
        String suite = "";
    }

    @Name("nettunnel.LinkLost")
    @Label("Link Lost")
    @Description("A lane has no link any more; its streams wait")
    static final class LinkLost extends FlightEvent {
        @Label("Tunnel")
        String tunnel = "";
        @Label("Lane")
        int lane;
        @Label("Code")
        String code = "";
        @Label("Reason")
        String reason = "";
    }

    @Name("nettunnel.Resumed")
    @Label("Resumed")
    @Description("A lane whose link was lost goes on over another")
    static final class Resumed extends FlightEvent {
        @Label("Tunnel")
        String tunnel = "";
        @Label("Lane")
        int lane;
        @Timespan(Timespan.NANOSECONDS)
        @Label("Gap")
        long gap;
        @Label("Streams")
        long streams;
    }

    @Name("nettunnel.Rekeyed")
    @Label("Rekeyed")
    @Description("A link has new keys")
    static final class Rekeyed extends FlightEvent {
        @Label("Tunnel")
        String tunnel = "";
        @Label("Lane")
        int lane;
        @Label("Epoch")
        int epoch;
        @Label("Suite")
        String suite = "";
        @Timespan(Timespan.NANOSECONDS)
        @Label("Took")
        long took;
    }

    @Name("nettunnel.SuiteChanged")
    @Label("Suite Changed")
    @Description("A link has another suite")
    static final class SuiteChanged extends FlightEvent {
        @Label("Tunnel")
        String tunnel = "";
        @Label("Lane")
        int lane;
        @Label("From")
        String from = "";
        @Label("To")
        String to = "";
    }

    @Name("nettunnel.StreamRefused")
    @Label("Stream Refused")
    @Description("A new stream was refused because a limit was reached")
    static final class StreamRefused extends FlightEvent {
        @Label("Tunnel")
        String tunnel = "";
        @Label("Limit")
        String limit = "";
        @Label("Reason")
        String reason = "";
    }

    @Name("nettunnel.HandshakeFailed")
    @Label("Handshake Failed")
    @Description("No link came of a dialled or accepted wire")
    static final class HandshakeFailed extends FlightEvent {
        @Label("Tunnel")
        String tunnel = "";
        @Label("Remote")
        String remote = "";
        @Label("Dialled Here")
        boolean dialled;
        @Label("Reason")
        String reason = "";
    }
}
