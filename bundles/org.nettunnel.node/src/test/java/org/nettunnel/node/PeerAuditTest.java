package org.nettunnel.node;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nettunnel.api.crypto.Secret;
import org.nettunnel.api.node.Audit.Entry;
import org.nettunnel.api.node.Audit.Query;
import org.nettunnel.api.tunnel.TunnelConfig;
import org.nettunnel.node.audit.AuditLog;
import org.nettunnel.node.sync.Entries;
import org.nettunnel.node.sync.EndpointBook;
import org.nettunnel.node.sync.EndpointEntry;

class PeerAuditTest {
    private static final TunnelConfig TUNNEL = new TunnelConfig(Entries.TUNNEL, "office", new TunnelConfig.Inbound(),
            new TunnelConfig.Trust(Entries.peer(2), Secret.of(new byte[32]), null), true);

    @TempDir
    Path data;
    private Instant now = Entries.NOW;

    private static EndpointEntry web(long revision) {
        return Entries.live(Entries.id(1), revision, Entries.peer(2), "web");
    }

    @Test
    void saysWhatThePeerDidToWhat() throws Exception {
        try (var log = new AuditLog(data, () -> now)) {
            var audit = new PeerAudit(log, () -> now);
            audit.note(TUNNEL, EndpointBook.of(List.of()), List.of(web(1)));
            audit.note(TUNNEL, EndpointBook.of(List.of(web(1))), List.of(web(2)));
            audit.note(TUNNEL, EndpointBook.of(List.of(web(2))), List.of(Entries.gone(Entries.id(1), 3, Entries.peer(2), now)));
            List<Entry> entries = log.entries(new Query(0, 10, "")).entries().reversed();
            assertEquals(List.of("peer adds endpoint", "peer changes endpoint", "peer removes endpoint"), entries.stream().map(Entry::action).toList());
            assertEquals("peer of office", entries.getFirst().user());
            assertEquals(entries.get(0).after(), entries.get(2).before());
        }
    }

    @Test
    void aPeerThatChangesWithoutEndDoesNotFillTheLog() throws Exception {
        try (var log = new AuditLog(data, () -> now)) {
            var audit = new PeerAudit(log, () -> now);
            for (int i = 1; i <= 100; i++) audit.note(TUNNEL, EndpointBook.of(List.of()), List.of(web(i)));
            assertEquals(60, log.entries(new Query(0, 1000, "")).entries().size());
            now = now.plusSeconds(61);
            audit.note(TUNNEL, EndpointBook.of(List.of()), List.of(web(101)));
            assertEquals("done; 40 more changes of this peer were not noted singly before", log.entries(new Query(0, 1, "")).entries().getFirst().result());
        }
    }
}
