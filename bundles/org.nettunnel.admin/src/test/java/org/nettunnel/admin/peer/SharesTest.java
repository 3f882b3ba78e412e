package org.nettunnel.admin.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.nettunnel.admin.call.Caller;
import org.nettunnel.admin.call.Refusal;
import org.nettunnel.api.crypto.Secret;
import org.nettunnel.api.node.Accounts.Role;
import org.nettunnel.api.node.Accounts.User;
import org.nettunnel.api.node.RequestRefused;
import org.nettunnel.api.tunnel.TunnelConfig;
import org.nettunnel.api.tunnel.TunnelId;

class SharesTest {
    @Test
    void aLimitedUserLeavesRoomForOthersAtTheOtherEnd() throws Exception {
        var shares = new Shares();
        var trust = new TunnelConfig.Trust(null, Secret.of(new byte[32]), null);
        var tunnel = new TunnelConfig(TunnelId.random(), "office", new TunnelConfig.Inbound(), trust, true);
        var guest = new Caller(new User("guest", Role.LIMITED), "127.0.0.1", (_, _, _) -> true);
        var boss = new Caller(new User("root", Role.ADMINISTRATOR), "127.0.0.1", (_, _, _) -> true);
        Refusal refused = assertThrows(Refusal.class, () -> nested(shares, guest, tunnel, Shares.MOST + 1));
        assertEquals(429, refused.status());
        assertEquals("asked", nested(shares, guest, tunnel, Shares.MOST), "what was refused or is over counts no more");
        assertEquals("asked", nested(shares, boss, tunnel, 8));
    }

    /// Asks while it asks.
    private static String nested(Shares shares, Caller caller, TunnelConfig tunnel, int depth) throws Refusal, RequestRefused {
        return shares.ask(caller, tunnel, () -> depth == 1 ? "asked" : nested(shares, caller, tunnel, depth - 1));
    }
}
