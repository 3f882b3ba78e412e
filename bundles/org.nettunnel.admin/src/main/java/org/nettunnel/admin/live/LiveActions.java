package org.nettunnel.admin.live;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;

import org.eclipse.jetty.http.HttpStatus;
import org.jspecify.annotations.Nullable;
import org.nettunnel.admin.call.Actions;
import org.nettunnel.admin.call.Call;
import org.nettunnel.admin.call.Caller;
import org.nettunnel.admin.call.Engine;
import org.nettunnel.admin.call.Lookup;
import org.nettunnel.admin.call.Refusal;
import org.nettunnel.admin.call.Subject;
import org.nettunnel.api.admin.EventStream;
import org.nettunnel.api.admin.Nothing;
import org.nettunnel.api.admin.Operation.Access;
import org.nettunnel.api.admin.live.HistoryView;
import org.nettunnel.api.admin.live.LiveOperations;
import org.nettunnel.api.admin.live.LogLine;
import org.nettunnel.api.node.Node;
import org.nettunnel.api.tunnel.TunnelConfig;

/// Events, history and log.
public final class LiveActions implements Actions {
    private static final long FINE = 300;
    private static final long COARSE = 3600;
    private final Engine engine;
    private final Live live;
    private final Standing standing;
    private final Function<Object, String> json;

    /// Says who somebody is now, while his answer goes on.
    public interface Standing {
        /// Null when his session is over or his account gone. Asking is no use of the session.
        @Nullable Caller now(Call<?> call);
    }

    /// @param json writes the body of an event
    public LiveActions(Engine engine, Live live, Standing standing, Function<Object, String> json) {
        this.engine = engine;
        this.live = live;
        this.standing = standing;
        this.json = json;
    }

    @Override
    public void register(Rows rows) {
        rows.on(LiveOperations.EVENTS, this::events);
        rows.on(LiveOperations.HISTORY, this::history);
        rows.on(LiveOperations.LOG, this::log);
    }

    private EventStream events(Call<Nothing> call) throws Refusal {
        String types = call.given().text(LiveOperations.TYPES);
        Set<Kind> kinds = types == null ? EnumSet.of(Kind.TUNNEL, Kind.ENDPOINT, Kind.STREAM, Kind.RATE) : Kind.parse(types);
        if ((kinds.contains(Kind.LOG) || kinds.contains(Kind.AUDIT)) && !call.caller().may(Access.ADMINISTRATOR))
            throw new Refusal(HttpStatus.FORBIDDEN_403, "only an administrator hears of log and audit; leave them out of 'types'");
        Subscription subscription = live.journal.subscribe(call.caller().known().name(), kinds, call.given().lastEventId());
        return new EventFeed(live.journal, subscription, () -> standing.now(call), json);
    }

    private HistoryView history(Call<Nothing> call) throws Refusal {
        Node node = engine.needNode();
        long seconds = call.given().number(LiveOperations.SECONDS, FINE, FINE, COARSE);
        if (seconds != FINE && seconds != COARSE) throw Refusal.parameter("seconds", "is " + seconds + ", which is neither " + FINE + " nor " + COARSE);
        String one = call.given().text(LiveOperations.TUNNEL);
        List<TunnelConfig> tunnels = one != null ? List.of(Lookup.tunnel(node, call.caller(), one))
                : node.tunnels().stream().filter(tunnel -> call.caller().sees(new Subject.OfTunnel(tunnel))).toList();
        return live.history.view(tunnels.stream().map(tunnel -> tunnel.id().toString()).toList(), seconds == COARSE);
    }

    private LogLine.Page log(Call<Nothing> call) throws Refusal {
        String level = call.given().text(LiveOperations.LEVEL);
        int worst = level == null ? LogRing.LEVELS.size() - 1 : LogRing.LEVELS.indexOf(level.toLowerCase(Locale.ROOT));
        if (worst < 0) throw Refusal.parameter("level", "is '" + level + "', which is none of " + String.join(", ", LogRing.LEVELS));
        return new LogLine.Page(live.log.newest(worst, (int) call.given().number(LiveOperations.LINES, 200, 1, LogRing.MOST)));
    }
}
