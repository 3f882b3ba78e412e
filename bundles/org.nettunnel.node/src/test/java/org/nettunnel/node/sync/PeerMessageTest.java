package org.nettunnel.node.sync;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.nettunnel.node.sync.Entries.NOW;
import static org.nettunnel.node.sync.Entries.TUNNEL;
import static org.nettunnel.node.sync.Entries.gone;
import static org.nettunnel.node.sync.Entries.id;
import static org.nettunnel.node.sync.Entries.live;
import static org.nettunnel.node.sync.Entries.peer;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nettunnel.api.node.FarSide;
import org.nettunnel.api.node.Node.RemoteHalf;
import org.nettunnel.node.json.BadDocument;
import org.nettunnel.node.sync.PeerMessage.HalfNews;

class PeerMessageTest {
    private static final String ENTRY = new String(PeerMessage.ofEntries(List.of(live(id(1), 1, peer(1), "web"))).getFirst(), StandardCharsets.UTF_8);
    private static final String HALF = new String(PeerMessage.ofHalves(List.of(new HalfNews(id(1), new RemoteHalf("waiting", 0, "port in use")))).getFirst(),
            StandardCharsets.UTF_8);

    @Test
    void carriesEntriesAndHalves() throws Exception {
        List<EndpointEntry> entries = List.of(live(id(1), 5, peer(1), "\u00fcber <script>"), gone(id(2), 2, peer(2), NOW));
        assertEquals(entries, PeerMessage.parse(TUNNEL, PeerMessage.ofEntries(entries).getFirst()).entries());
        var half = new HalfNews(id(1), new RemoteHalf("listening", 8080, ""));
        assertEquals(List.of(half), PeerMessage.parse(TUNNEL, PeerMessage.ofHalves(List.of(half)).getFirst()).halves());
    }

    @Test
    void says1000LargestEndpointsInMessagesOfAtMostOneMebibyte() throws Exception {
        List<EndpointEntry> entries = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) entries.add(live(id(i), 1, peer(1), "\u4e16".repeat(100)));
        List<EndpointEntry> heard = new ArrayList<>();
        for (byte[] message : PeerMessage.ofEntries(entries)) {
            assertTrue(message.length <= 1 << 20);
            heard.addAll(PeerMessage.parse(TUNNEL, message).entries());
        }
        assertEquals(entries, heard);
    }

    @Test
    void saysNothingWhenThereIsNothingToSay() {
        assertTrue(PeerMessage.ofEntries(List.of()).isEmpty());
    }

    @Test
    void itsOwnReasonsAreMadePrintableAndShort() throws Exception {
        var long1 = new HalfNews(id(1), new RemoteHalf("waiting", 0, "a\r\nb" + "x".repeat(1_000)));
        String reason = PeerMessage.parse(TUNNEL, PeerMessage.ofHalves(List.of(long1)).getFirst()).halves().getFirst().half().reason();
        assertTrue(reason.startsWith("a  bx") && reason.length() == 500, reason);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "[]", "7", "\"x\"", "{", "{}{}", "{\"endpoints\":[null]}", "{\"endpoints\":{}}", "{\"halves\":[null]}",
        "{\"unknown\":1}", "{\"endpoints\":[{}]}", "{\"halves\":[{}]}", "{\"endpoints\":1e999}", "\u0000", "{\"endpoints\":[],\"endpoints\":[]}"})
    void refusesWhatIsNoMessage(String json) {
        assertThrows(BadDocument.class, () -> PeerMessage.parse(TUNNEL, json.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void refusesHostileEntries() {
        refusesInsteadOf(ENTRY, "\"web\"", "\"\"", "\"a\\nb\"", "\"" + "x".repeat(101) + "\"", "7", "null", "[]");
        refusesInsteadOf(ENTRY, "\"revision\":1", "\"revision\":0", "\"revision\":-1", "\"revision\":4611686018427387904",
                "\"revision\":99999999999999999999", "\"revision\":1.5", "\"revision\":\"1\"");
        refusesInsteadOf(ENTRY, "8080", "-1", "65536", "\"8080\"", "true");
        refusesInsteadOf(ENTRY, "\"127.0.0.1\"", "\"\"", "\"; rm -rf /\"", "\"a b\"", "null");
        refusesInsteadOf(ENTRY, "\"inbound\"", "\"INBOUND\"", "\"sideways\"", "0");
        refusesInsteadOf(ENTRY, "\"web:80\"", "\"web\"", "\"web:0\"", "\"w eb:80\"", "\":80\"", "\"we\\u0000b:80\"");
        refusesInsteadOf(ENTRY, "\"off\"", "\"../../x\"", "\"\"", "null");
        refusesInsteadOf(ENTRY, id(1).toString(), "1-1-1-1-1", "x", "");
        refusesInsteadOf(ENTRY, "\"revision\"", "\"tunnel\":\"" + TUNNEL + "\",\"revision\"");
    }

    @Test
    void refusesHostileHalves() {
        refusesInsteadOf(HALF, "\"waiting\"", "\"exploded\"", "null", "7");
        refusesInsteadOf(HALF, "\"port\":0", "\"port\":70000", "\"port\":-1");
        refusesInsteadOf(HALF, "port in use", "a\\u001b[2J", "x".repeat(501));
    }

    @Test
    void carriesQuestionsAndAnswersEachAlone() throws Exception {
        var call = new Talk.Call(7, new FarSide.Call("POST", "/login", "{\"user\":\"\u00fc\"}", "", null));
        for (Talk talk : List.of(call, new Talk.Ping(8), new Talk.Remove(9), new Talk.Answer(7, new FarSide.Answer(200, "{}", "\"3\""))))
            assertEquals(talk, PeerMessage.parse(TUNNEL, PeerMessage.of(talk)).talk());
        assertNull(PeerMessage.parse(TUNNEL, "{}".getBytes(StandardCharsets.UTF_8)).talk());
        String text = new String(PeerMessage.of(call), StandardCharsets.UTF_8);
        refusesInsteadOf(text, "\"id\":7", "\"id\":0", "\"id\":\"7\"");
        refusesInsteadOf(text, "\"POST\"", "\"PUT\"", "null", "7");
        refusesInsteadOf(text, "\"/login\"", "\"login\"", "\"/a b\"", "\"/a\\n\"", "\"/" + "x".repeat(2_000) + "\"", "null");
        refusesInsteadOf(text, "\"token\":\"\"", "\"token\":\"a\\nb\"", "\"token\":\"" + "x".repeat(501) + "\"", "\"token\":null", "\"more\":1");
        refusesInsteadOf(text, "{\"call\"", "{\"ping\":{\"id\":1},\"call\"", "{\"halves\":[],\"call\"");
        refusesInsteadOf("{\"answer\":{\"id\":1,\"status\":200,\"body\":\"\"}}", "200", "100", "600", "\"200\"");
        refusesInsteadOf("{\"answer\":{\"id\":1,\"status\":200,\"body\":\"\"}}", "\"body\":\"\"", "\"body\":null", "\"body\":{}");
    }

    @Test
    void refusesMoreEntriesThanAMessageMayHave() {
        String entry = ENTRY.substring(ENTRY.indexOf('[') + 1, ENTRY.lastIndexOf(']'));
        String many = "{\"endpoints\":[" + String.join(",", java.util.Collections.nCopies(201, entry)) + "]}";
        assertThrows(BadDocument.class, () -> PeerMessage.parse(TUNNEL, many.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void anyBytesAreAMessageOrRefusedInWords() {
        Random random = new Random(42);
        byte[] good = ENTRY.getBytes(StandardCharsets.UTF_8);
        for (int round = 0; round < 5_000; round++) {
            byte[] mutated = good.clone();
            for (int i = random.nextInt(4); i >= 0; i--) mutated[random.nextInt(mutated.length)] = (byte) random.nextInt(256);
            assertDoesNotThrow(() -> {
                try {
                    PeerMessage.parse(TUNNEL, mutated);
                } catch (BadDocument refused) {
                    assertTrue(refused.getMessage().startsWith("message of the peer"), refused.getMessage());
                }
            });
        }
    }

    private static void refusesInsteadOf(String message, String good, String... hostile) {
        assertTrue(message.contains(good), message);
        for (String bad : hostile)
            assertThrows(BadDocument.class, () -> PeerMessage.parse(TUNNEL, message.replace(good, bad).getBytes(StandardCharsets.UTF_8)), bad);
    }
}
