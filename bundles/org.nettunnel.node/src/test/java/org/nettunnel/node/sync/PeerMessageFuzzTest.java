package org.nettunnel.node.sync;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.nettunnel.node.sync.Entries.NOW;
import static org.nettunnel.node.sync.Entries.TUNNEL;
import static org.nettunnel.node.sync.Entries.gone;
import static org.nettunnel.node.sync.Entries.id;
import static org.nettunnel.node.sync.Entries.live;
import static org.nettunnel.node.sync.Entries.peer;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.params.provider.MethodSource;
import org.nettunnel.api.node.Node.RemoteHalf;
import org.nettunnel.node.Bounded;
import org.nettunnel.node.json.BadDocument;
import org.nettunnel.node.sync.PeerMessage.HalfNews;

import com.code_intelligence.jazzer.junit.FuzzTest;

/// Whatever a peer says on the control stream is a message or is refused as a whole, and its entries can be taken.
class PeerMessageFuzzTest {
    private static final Bounded MESSAGE = new Bounded(BadDocument.class, 8 << 20);

    static Stream<byte[]> messages() {
        var seeds = new ArrayList<byte[]>();
        seeds.addAll(PeerMessage.ofEntries(List.of(live(id(1), 5, peer(1), "\u00fcber <script>"), gone(id(2), 2, peer(2), NOW))));
        seeds.addAll(PeerMessage.ofHalves(List.of(new HalfNews(id(1), new RemoteHalf("listening", 8080, "")),
                new HalfNews(id(2), new RemoteHalf("waiting", 0, "port in use")))));
        for (String odd : List.of("{}", "null", "{\"endpoints\":[null]}", "{\"endpoints\":[{}]}", "{\"halves\":[{}]}", "{\"halves\":{}}", "[{}]"))
            seeds.add(odd.getBytes(UTF_8));
        return seeds.stream();
    }

    @MethodSource("messages")
    @FuzzTest
    void anyMessageIsReadOrRefused(byte[] json) throws BadDocument {
        var read = new PeerMessage[1];
        if (!MESSAGE.reads(() -> read[0] = PeerMessage.parse(TUNNEL, json))) return;
        var entries = new ArrayList<EndpointEntry>();
        for (byte[] message : PeerMessage.ofEntries(read[0].entries())) entries.addAll(PeerMessage.parse(TUNNEL, message).entries());
        assertEquals(read[0].entries(), entries);
        var halves = new ArrayList<HalfNews>();
        for (byte[] message : PeerMessage.ofHalves(read[0].halves())) halves.addAll(PeerMessage.parse(TUNNEL, message).halves());
        assertEquals(read[0].halves(), halves);
    }
}
