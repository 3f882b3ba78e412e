package org.nettunnel.node.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.nettunnel.api.crypto.Secret;
import org.nettunnel.api.node.FarSide.Answer;
import org.nettunnel.api.node.FarSide.Call;
import org.nettunnel.api.node.RequestRefused;
import org.nettunnel.api.node.RequestRefused.Reason;
import org.nettunnel.api.tunnel.PeerIdentity;
import org.nettunnel.api.tunnel.TunnelConfig;
import org.nettunnel.api.tunnel.TunnelConfig.PeerMay;
import org.nettunnel.api.tunnel.TunnelId;
import org.nettunnel.node.json.BadDocument;
import org.nettunnel.node.sync.PeerMessage;
import org.nettunnel.node.sync.Talk;

@Timeout(60)
class FarCallsTest {
    private static final TunnelId TUNNEL = TunnelId.random();
    private final End here = new End("here");
    private final End there = new End("there");

    /// One of two ends; what it sends the other one hears at once.
    private final class End implements FarCalls.Here {
        final String name;
        final FarCalls calls = new FarCalls(this);
        final List<String> sent = new ArrayList<>();
        final CountDownLatch settled = new CountDownLatch(1);
        volatile PeerMay peerMay = PeerMay.ALL;
        volatile boolean isThere = true;
        volatile boolean isUp = true;
        volatile Optional<IOException> broken = Optional.empty();

        End(String name) {
            this.name = name;
        }

        @Override
        public Optional<TunnelConfig> tunnel(TunnelId id) {
            var trust = new TunnelConfig.Trust(PeerIdentity.of(new byte[32]), Secret.of(new byte[32]), null);
            return isThere ? Optional.of(new TunnelConfig(id, "office", new TunnelConfig.Inbound(), trust, true).with(peerMay)) : Optional.empty();
        }

        @Override
        public boolean send(TunnelId tunnel, byte[] message) {
            if (!isUp) return false;
            assertTrue(message.length <= 1 << 20, "no message is longer than a tunnel takes");
            synchronized (sent) {
                sent.add(new String(message, StandardCharsets.UTF_8));
            }
            other().hear(tunnel, message);
            return true;
        }

        private End other() {
            return this == here ? there : here;
        }

        private void hear(TunnelId tunnel, byte[] message) {
            try {
                PeerMessage parsed = PeerMessage.parse(tunnel, message);
                parsed.halves().forEach(news -> assertTrue(calls.hears(tunnel, news)));
                if (parsed.talk() != null) calls.hears(tunnel, parsed.talk());
            } catch (BadDocument refused) {
                throw new AssertionError(refused);
            }
        }

        @Override
        public void forget(TunnelId tunnel) throws IOException {
            if (broken.isPresent()) throw broken.get();
            isThere = false;
        }

        @Override
        public void settle() {
            settled.countDown();
        }
    }

    @BeforeEach
    void established() {
        here.calls.established(TUNNEL);
        there.calls.established(TUNNEL);
        there.calls.answerWith((tunnel, call) -> new Answer(200, call.method() + " " + call.path() + " " + call.body() + " " + call.token() + " " + call.ifMatch()
                + " by " + tunnel.name(), "\"1\""));
    }

    @Test
    void whoOfATunnelThatIsGoneStillSpeaksIsNotHeard() {
        there.isThere = false;
        there.calls.lost(TUNNEL);
        there.calls.hears(TUNNEL, new Talk.Ping(1));
        String why = String.valueOf(refused(Reason.CONFLICT, () -> there.calls.ping(TUNNEL)).getMessage());
        assertTrue(why.contains("is not up"), why);
    }

    private static Call call(String body) {
        return new Call("POST", "/endpoints?limit=5", body, "secret", "\"7\"");
    }

    private RequestRefused refused(Reason reason, org.junit.jupiter.api.function.Executable what) {
        RequestRefused refused = assertThrows(RequestRefused.class, what);
        assertEquals(reason, refused.reason(), refused.getMessage());
        return refused;
    }

    @Test
    void aCallIsAnsweredByTheOtherEnd() throws Exception {
        assertEquals(new Answer(200, "POST /endpoints?limit=5 {} secret \"7\" by office", "\"1\""), here.calls.call(TUNNEL, call("{}")));
        assertTrue(here.calls.ping(TUNNEL).toNanos() > 0);
        assertFalse(here.calls.toString().contains("secret") || call("{}").toString().contains("secret"));
    }

    @Test
    void aPeerOfAnEarlierTimeIsAskedNothing() {
        here.calls.lost(TUNNEL);
        here.calls.established(TUNNEL);
        int before = here.sent.size();
        assertTrue(refused(Reason.CONFLICT, () -> here.calls.call(TUNNEL, call("{}"))).getMessage().contains("update it"));
        refused(Reason.CONFLICT, () -> here.calls.removeThere(TUNNEL));
        assertEquals(before, here.sent.size());
        assertTrue(there.isThere);
    }

    @Test
    void withoutASessionNobodyWaits() {
        here.calls.lost(TUNNEL);
        assertTrue(refused(Reason.CONFLICT, () -> here.calls.ping(TUNNEL)).getMessage().contains("is not up"));
        here.calls.established(TUNNEL);
        there.calls.lost(TUNNEL);
        there.calls.established(TUNNEL);
        here.isUp = false;
        assertTrue(refused(Reason.CONFLICT, () -> here.calls.ping(TUNNEL)).getMessage().contains("was lost"));
    }

    @Test
    void aTunnelThatIsLostEndsTheWait() throws Exception {
        var asked = new CountDownLatch(1);
        there.calls.answerWith((_, _) -> {
            asked.countDown();
            return assertThrowsNothing(() -> {
                new CountDownLatch(1).await(20, TimeUnit.SECONDS);
                return new Answer(200, "", null);
            });
        });
        var result = CompletableFuture.supplyAsync(() -> assertThrows(RequestRefused.class, () -> here.calls.call(TUNNEL, call("{}"))));
        assertTrue(asked.await(20, TimeUnit.SECONDS));
        here.calls.lost(TUNNEL);
        assertTrue(result.get(10, TimeUnit.SECONDS).getMessage().contains("may have been done"));
    }

    private interface Work {
        Answer run() throws InterruptedException;
    }

    private static Answer assertThrowsNothing(Work work) {
        try {
            return work.run();
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    @Test
    void eightAreUnderWayAndTheNinthIsRefused() throws Exception {
        var asked = new CountDownLatch(FarCalls.MOST);
        var go = new CountDownLatch(1);
        there.calls.answerWith((_, _) -> {
            asked.countDown();
            return assertThrowsNothing(() -> {
                go.await();
                return new Answer(200, "", null);
            });
        });
        List<CompletableFuture<Answer>> all = new ArrayList<>();
        for (int i = 0; i < FarCalls.MOST; i++) {
            var answer = new CompletableFuture<Answer>();
            all.add(answer);
            Thread.ofVirtual().start(() -> {
                try {
                    answer.complete(here.calls.call(TUNNEL, call("{}")));
                } catch (RequestRefused refused) {
                    answer.completeExceptionally(refused);
                }
            });
        }
        assertTrue(asked.await(20, TimeUnit.SECONDS));
        refused(Reason.TOO_MANY, () -> here.calls.call(TUNNEL, call("{}")));
        there.hear(TUNNEL, "{\"ping\":{\"id\":999}}".getBytes(StandardCharsets.UTF_8));
        assertTrue(there.sent.getLast().contains("\"status\":429"), there.sent.getLast());
        go.countDown();
        for (var answer : all) assertEquals(200, answer.get(20, TimeUnit.SECONDS).status());
    }

    @Test
    void whatIsTooLongForATunnelIsSaidToBe() throws Exception {
        there.calls.answerWith((_, _) -> new Answer(200, "\"".repeat(700_000), null));
        assertEquals(413, here.calls.call(TUNNEL, call("{}")).status());
        there.calls.answerWith((_, call) -> new Answer(200, call.body(), null));
        assertEquals(Call.LONGEST_BODY, here.calls.call(TUNNEL, call("x".repeat(Call.LONGEST_BODY))).body().length());
        refused(Reason.INVALID, () -> here.calls.call(TUNNEL, call("x".repeat(Call.LONGEST_BODY + 1))));
        refused(Reason.INVALID, () -> here.calls.call(TUNNEL, new Call("GET", "/a b", "", "", null)));
        refused(Reason.INVALID, () -> here.calls.call(TUNNEL, new Call("PUT", "/a", "", "", null)));
    }

    @Test
    void anEndThatTakesNoCallsSaysSo() throws Exception {
        there.peerMay = new PeerMay(true, false);
        assertEquals(403, here.calls.call(TUNNEL, call("{}")).status());
        here.calls.ping(TUNNEL);
        there.peerMay = PeerMay.ALL;
        there.calls.answerWith((_, _) -> {
            throw new IllegalStateException("a bug \"of\" ours");
        });
        assertEquals(500, here.calls.call(TUNNEL, call("{}")).status());
    }

    @Test
    void aTunnelIsRemovedThereFirstAndTakenDownWhenThisEndHasHeard() throws Exception {
        here.calls.removeThere(TUNNEL);
        assertFalse(there.isThere);
        assertEquals(1, there.settled.getCount(), "it still runs, or the answer would not have come");
        there.calls.lost(TUNNEL);
        assertTrue(there.settled.await(4, TimeUnit.SECONDS), "it goes down with the session");
    }

    @Test
    void anEndThatDoesNotLetItsPeerConfigureKeepsItsHalf() {
        there.peerMay = new PeerMay(false, true);
        assertTrue(refused(Reason.CONFLICT, () -> here.calls.removeThere(TUNNEL)).getMessage().contains("does not let this node"));
        there.peerMay = PeerMay.ALL;
        there.broken = Optional.of(new IOException("No \"space\" left"));
        assertTrue(refused(Reason.CONFLICT, () -> here.calls.removeThere(TUNNEL)).getMessage().contains("507"));
        assertTrue(there.isThere);
    }
}
