package org.nettunnel.admin.live;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.nettunnel.admin.call.Caller;
import org.nettunnel.admin.call.Subject;
import org.nettunnel.api.admin.Operation.Access;
import org.nettunnel.api.admin.live.RateEvent;
import org.nettunnel.api.tunnel.TunnelConfig;

/// Something that happened, with who may hear of it.
///
/// @param name of the event, as it is sent; mostly that of its kind
record Event(long id, Kind kind, String name, What what) {
    /// What there is to tell.
    sealed interface What {
        /// Of one tunnel, endpoint or stream.
        record Of(Subject subject, Said said) implements What {}

        /// Of many tunnels, of which each hears of those he may see; in the order of the rates.
        record Rates(RateEvent event, List<TunnelConfig> tunnels, Said said) implements What {}

        /// For administrators alone.
        record Inner(Said said) implements What {}
    }

    /// A body that is written once, however many hear it.
    ///
    /// **Threads:** any; two at once write the same.
    static final class Said {
        private final Object body;
        private volatile @Nullable String text;

        Said(Object body) {
            this.body = body;
        }

        String text(Function<Object, String> json) {
            String written = text;
            if (written == null) text = written = json.apply(body);
            return written;
        }
    }

    /// What it says to `caller`; null where he may not hear it.
    @Nullable String data(Caller caller, Function<Object, String> json) {
        boolean all = caller.may(Access.ADMINISTRATOR);
        return switch (what) {
            case What.Inner(Said said) -> all ? said.text(json) : null;
            case What.Of(Subject subject, Said said) -> all || caller.sees(subject) ? said.text(json) : null;
            case What.Rates(RateEvent event, List<TunnelConfig> tunnels, Said said) -> all ? said.text(json) : json.apply(seen(caller, event, tunnels));
        };
    }

    private static RateEvent seen(Caller caller, RateEvent event, List<TunnelConfig> tunnels) {
        var seen = new ArrayList<RateEvent.Rate>();
        for (int i = 0; i < tunnels.size(); i++)
            if (caller.sees(new Subject.OfTunnel(tunnels.get(i)))) seen.add(event.tunnels().get(i));
        return new RateEvent(event.at(), seen);
    }
}
