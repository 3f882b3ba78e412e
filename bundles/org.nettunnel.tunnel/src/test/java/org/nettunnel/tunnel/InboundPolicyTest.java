package org.nettunnel.tunnel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.nettunnel.api.crypto.KeySchedule;
import org.nettunnel.api.crypto.Secret;
import org.nettunnel.api.tunnel.TunnelConfig;
import org.nettunnel.api.tunnel.TunnelId;
import org.nettunnel.crypto.jdk.JdkKeySchedule;
import org.nettunnel.tunnel.events.Events;
import org.nettunnel.tunnel.handshake.KeyId;
import org.nettunnel.tunnel.providers.Providers;

class InboundPolicyTest {
    /// Counts what is expensive.
    private static final class CountingSchedule extends JdkKeySchedule {
        final AtomicInteger expansions = new AtomicInteger();

        @Override
        public byte[] expand(byte[] pseudoRandomKey, byte[] purpose, int length) {
            expansions.incrementAndGet();
            return super.expand(pseudoRandomKey, purpose, length);
        }
    }

    private static Secret secret(int n) {
        byte[] bytes = new byte[32];
        bytes[0] = (byte) n;
        return Secret.of(bytes);
    }

    private static Tunnel inbound(Providers providers, int n) {
        var config = new TunnelConfig(TunnelId.random(), "t" + n, new TunnelConfig.Inbound(), new TunnelConfig.Trust(null, secret(n), null), true);
        return new Tunnel(config, providers, InstantSource.system(), new Chronicle.Shared(Events.NONE), () -> {});
    }

    @Test
    void theNamesOfKeysAreComputedOnceHoweverManyStrangersAsk() {
        var providers = new Providers();
        var schedule = new CountingSchedule();
        providers.schedule(schedule);
        List<Tunnel> tunnels = new ArrayList<>();
        for (int n = 1; n <= 20; n++) tunnels.add(inbound(providers, n));
        var policy = new InboundPolicy(providers, null, () -> tunnels,
                new Sessions(providers, TunnelSettings.defaults(), List.of(), InstantSource.system()));
        KeySchedule other = new JdkKeySchedule();
        for (int i = 0; i < 50; i++) assertNull(policy.key(KeyId.of(secret(100), other)));
        for (int n = 1; n <= 20; n++) assertEquals(secret(n), assertNotNullKey(policy, KeyId.of(secret(n), other)));
        assertEquals(20, schedule.expansions.get());
    }

    private static Secret assertNotNullKey(InboundPolicy policy, KeyId id) {
        var known = policy.key(id);
        assertNotNull(known);
        return known.key();
    }
}
