package org.nettunnel.cli.commands;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.admin.TunnelView;
import org.nettunnel.cli.shell.Shell;
import org.nettunnel.cli.shell.Table;
import org.nettunnel.cli.shell.Texts;

/// All there is to tell of one tunnel, a line a fact, so that it stays readable on narrow terminals.
final class TunnelCard {
    private TunnelCard() {}

    static void print(Shell shell, TunnelView tunnel, Instant now) {
        String peerName = Texts.text(tunnel.peerName()), peer = Texts.text(tunnel.peer());
        TunnelView.Traffic traffic = tunnel.traffic();
        shell.line("Tunnel     " + tunnel.name() + ", " + tunnel.direction() + ", id " + tunnel.id());
        shell.line("Status     " + status(tunnel, now));
        TunnelView.OnTrial trial = tunnel.trial();
        if (trial != null) shell.line("On trial   " + trial(trial, tunnel.name(), now));
        if (!peer.isEmpty()) shell.line("Peer       " + (peerName + " " + peer).strip());
        if (!tunnel.addresses().isEmpty()) shell.line("Dials      " + way(tunnel));
        shell.line("Streams    " + traffic.openStreams() + " open, " + traffic.totalStreams() + " in all");
        shell.line("Traffic    received " + Texts.bytes(traffic.receivedBytes()) + ", sent " + Texts.bytes(traffic.sentBytes()));
        shell.line("Outage     " + outage(tunnel.outage()));
        shell.line("So far     " + history(tunnel.history()));
        if (!tunnel.history().lastReason().isEmpty()) shell.line("Last loss  " + tunnel.history().lastReason());
        if (tunnel.links().isEmpty()) return;
        shell.line("");
        var table = new Table(shell.terminal().colours(), "LANE", "REMOTE", "BY", "SUITE", "KEYS", "PING", "AGE");
        for (TunnelView.Link link : tunnel.links())
            table.add(Integer.toString(link.lane()), link.remote(), link.transport(), suite(link), "epoch " + link.epoch(), ping(link), Texts.age(link.since(), now));
        table.print(shell.terminal());
    }

    /// Marked where it is there for old peers and old habits only.
    static String suite(TunnelView.Link link) {
        return link.suite() + (link.legacy() ? " LEGACY" : "");
    }

    /// Where the other end is dialled, and how.
    static String way(TunnelView tunnel) {
        return String.join(", ", tunnel.addresses()) + " by " + Texts.text(tunnel.transport()) + proxy(tunnel);
    }

    /// With how long and what for, as far as it is known.
    static String status(TunnelView tunnel, Instant now) {
        var text = new StringBuilder(tunnel.status());
        if (tunnel.since() != null) text.append(" for ").append(Texts.age(tunnel.since(), now));
        String why = because(tunnel, now);
        return (why.isEmpty() ? text : text.append(": ").append(why)).toString();
    }

    private static String trial(TunnelView.OnTrial trial, String name, Instant now) {
        String call = "nettunnel tunnel ";
        return "its change is taken back in " + left(trial.until(), now) + ", at " + trial.until() + "; "
                + (trial.mayBeConfirmed() ? "to keep it: " + call + "confirm '" + name + "'" : "no link was made the new way yet") + "; to take it back now: " + call + "rollback '" + name + "'";
    }

    /// Why it is not up, and how long that may last; empty when it is.
    static String because(TunnelView tunnel, Instant now) {
        var text = new StringBuilder(tunnel.reason());
        boolean isInterrupted = tunnel.status().equals("interrupted");
        if (isInterrupted && tunnel.attempt() > 0) text.append("; attempt ").append(tunnel.attempt());
        Instant until = tunnel.until();
        if (until != null && isInterrupted) text.append("; its streams wait ").append(left(until, now)).append(" more");
        else if (until != null) text.append("; dials again in ").append(left(until, now)).append(", attempt ").append(tunnel.attempt());
        return text.toString();
    }

    static String outage(TunnelView.Outage outage) {
        return (outage.graceSeconds() == 0 ? "streams end with the last link" : "streams wait " + time(outage.graceSeconds()) + " for a link") + ", "
                + (outage.patienceSeconds() == 0 ? "new connections are refused without one" : "new connections " + time(outage.patienceSeconds()));
    }

    static String ping(TunnelView.@Nullable Link link) {
        Double millis = link == null ? null : link.roundTripMillis();
        return millis == null ? "-" : String.format(Locale.ROOT, "%.1f ms", millis);
    }

    static String time(long seconds) {
        if (seconds >= 86_400 && seconds % 86_400 == 0) return seconds / 86_400 + " d";
        if (seconds >= 7_200 && seconds % 3_600 == 0) return seconds / 3_600 + " h";
        return seconds >= 120 && seconds % 60 == 0 ? seconds / 60 + " min" : seconds + " s";
    }

    private static String left(Instant until, Instant now) {
        return time(Math.max(0, Duration.between(now, until).toSeconds()));
    }

    private static String history(TunnelView.History history) {
        return history.established() + (history.established() == 1 ? " link, " : " links, ") + history.resumed() + " resumed, "
                + history.rekeyed() + " rekeyed, " + history.failed() + (history.failed() == 1 ? " attempt failed" : " attempts failed");
    }

    private static String proxy(TunnelView tunnel) {
        String proxy = tunnel.proxy();
        return proxy == null || !proxy.contains("://") ? "" : " through " + proxy;
    }
}
