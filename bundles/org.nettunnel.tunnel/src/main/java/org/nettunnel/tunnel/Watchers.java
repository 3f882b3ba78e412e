package org.nettunnel.tunnel;

import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

import org.nettunnel.api.tunnel.CloseCode;
import org.nettunnel.api.tunnel.StreamListener;
import org.nettunnel.api.tunnel.StreamState;
import org.nettunnel.api.tunnel.TunnelId;
import org.nettunnel.tunnel.link.StreamFacts;
import org.nettunnel.tunnel.link.LaneOwner.StreamWatch;

/// Those who watch the streams of all tunnels.
///
/// **Threads:** safe for any; loops tell them.
final class Watchers {
    private static final System.Logger LOG = System.getLogger("org.nettunnel.tunnel");
    private final List<StreamListener> listeners = new CopyOnWriteArrayList<>();

    StreamListener.Watch add(StreamListener listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    /// For one lane.
    StreamWatch of(TunnelId tunnel, long session, int lane) {
        return new LaneWatch(tunnel, session + "-" + lane + "-");
    }

    private void tell(Consumer<StreamListener> news) {
        for (StreamListener listener : listeners) {
            try {
                news.accept(listener);
            } catch (RuntimeException mistake) {
                LOG.log(Level.ERROR, "who watches streams failed; please report this", mistake);
            }
        }
    }

    private final class LaneWatch implements StreamWatch {
        private final TunnelId tunnel;
        private final String ids;

        LaneWatch(TunnelId tunnel, String ids) {
            this.tunnel = tunnel;
            this.ids = ids;
        }

        @Override
        public boolean isOn() {
            return !listeners.isEmpty();
        }

        @Override
        public void opened(StreamFacts stream) {
            StreamState state = LiveStreams.state(tunnel, ids + stream.name(), stream);
            tell(listener -> listener.opened(state));
        }

        @Override
        public void ended(StreamFacts stream, CloseCode code, String reason) {
            StreamState state = LiveStreams.state(tunnel, ids + stream.name(), stream);
            tell(listener -> listener.ended(state, code, reason));
        }
    }
}
