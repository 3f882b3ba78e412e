package org.nettunnel.admin.peer;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

import org.nettunnel.admin.call.Caller;
import org.nettunnel.admin.call.Refusal;
import org.nettunnel.api.node.Accounts.Role;
import org.nettunnel.api.node.Accounts.User;
import org.nettunnel.api.node.RequestRefused;
import org.nettunnel.api.tunnel.TunnelConfig;
import org.nettunnel.api.tunnel.TunnelId;

/// What a limited user may ask the other end of a tunnel at once: less than the tunnel carries, so that he leaves room for others.
///
/// **Threads:** safe for any.
final class Shares {
    static final int MOST = 3;
    /// Guarded by itself.
    private final Map<Key, Integer> underWay = new HashMap<>();

    private record Key(String user, TunnelId tunnel) {}

    /// What is asked.
    interface Question<A> {
        A ask() throws Refusal, RequestRefused;
    }

    /// @throws Refusal 429
    <A> A ask(Caller caller, TunnelConfig tunnel, Question<A> question) throws Refusal, RequestRefused {
        User user = caller.known();
        if (user.role() == Role.ADMINISTRATOR) return question.ask();
        var key = new Key(user.name(), tunnel.id());
        take(key, tunnel.name());
        try {
            return question.ask();
        } finally {
            giveBack(key);
        }
    }

    private void take(Key key, String name) throws Refusal {
        synchronized (underWay) {
            int now = underWay.getOrDefault(key, 0);
            if (now >= MOST)
                throw Refusal.tooMany(MOST + " of your questions wait for the other end of tunnel '" + name + "' already, the most that one user may have", Duration.ofSeconds(1));
            underWay.put(key, now + 1);
        }
    }

    private void giveBack(Key key) {
        synchronized (underWay) {
            underWay.computeIfPresent(key, (_, now) -> now == 1 ? null : now - 1);
        }
    }
}
