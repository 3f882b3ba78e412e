package org.nettunnel.api.admin.live;

import java.util.List;

import org.nettunnel.api.admin.EventStream;
import org.nettunnel.api.admin.Nothing;
import org.nettunnel.api.admin.Operation;
import org.nettunnel.api.admin.Operation.Access;
import org.nettunnel.api.admin.Operation.Query;

/// The rows about what happens as it happens.
public final class LiveOperations {
    public static final Query TYPES = Query.text("types", "Which events, with commas between: tunnel, endpoint, stream, rate, log, audit; usually the first four.");
    public static final Query TUNNEL = Query.text("tunnel", "Only this tunnel: its id or its name.");
    public static final Query SECONDS = Query.number("seconds", "How far back: 300 in steps of one second (usually), or 3600 in steps of ten.");
    public static final Query LEVEL = Query.text("level", "Only lines of this level and worse: error, warning, info, debug or trace.");
    public static final Query LINES = Query.number("limit", "How many of the newest lines: 1 to 2000, usually 200.");

    public static final Operation<Nothing, EventStream> EVENTS = Operation.get("/events", Access.USER, EventStream.class,
            "Tells what happens as server-sent events, which go on where they broke off when Last-Event-ID is sent.").taking(TYPES);
    public static final Operation<Nothing, HistoryView> HISTORY = Operation.get("/history", Access.USER, HistoryView.class,
            "Shows how fast tunnels were in the last five minutes, or in the last hour.").taking(TUNNEL, SECONDS);
    public static final Operation<Nothing, LogLine.Page> LOG = Operation.get("/log", Access.ADMINISTRATOR, LogLine.Page.class,
            "Shows the newest lines of the node's log.").taking(LEVEL, LINES);

    public static final List<Operation<?, ?>> ALL = List.of(EVENTS, HISTORY, LOG);

    private LiveOperations() {}
}
