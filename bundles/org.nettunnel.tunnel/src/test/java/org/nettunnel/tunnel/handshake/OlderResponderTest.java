package org.nettunnel.tunnel.handshake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.nettunnel.api.tunnel.CloseCode;
import org.nettunnel.tunnel.fixtures.PipeWire;

/// What the side that dials makes of what the other says of its suites, where all that is said is proved.
class OlderResponderTest {
    private static Parties.Outcome meet(String suite, @Nullable List<String> suites) throws Exception {
        var parties = new Parties(true);
        var key = parties.initiation.key();
        var wires = PipeWire.pair();
        var older = new OlderResponder(parties.doorman.self().key(), key, suite, suites);
        Parties.start(() -> {
            older.answer(wires.other());
            return true;
        });
        return parties.initiate(wires.one());
    }

    @Test
    void oneThatDoesNotSayHasWhatItChoseAndWhatHandshakesNeed() throws Exception {
        assertEquals(List.of("AES-256-GCM"), meet("AES-256-GCM", null).established().peer().suites());
        assertEquals(List.of("ChaCha20-Poly1305", "AES-256-GCM"), meet("ChaCha20-Poly1305", null).established().peer().suites());
    }

    @Test
    void oneThatSaysHasWhatItSays() throws Exception {
        var said = List.of("NULL", "AES-256-GCM");
        var established = meet("AES-256-GCM", said).established();
        assertEquals(said, established.peer().suites());
        assertEquals("AES-256-GCM", established.agreed().suite());
    }

    /// The first of ours that it says it has is what it must choose.
    @Test
    void oneThatContradictsItselfIsRefused() throws Exception {
        for (var said : List.of(List.of("ChaCha20-Poly1305"), List.<String>of(), List.of("NULL"))) refused("AES-256-GCM", said);
        refused("ChaCha20-Poly1305", List.of("ChaCha20-Poly1305", "AES-256-GCM"));
        refused("", List.of("AES-256-GCM"));
    }

    private static void refused(String suite, List<String> said) throws Exception {
        var failure = meet(suite, said).failure();
        assertEquals(CloseCode.PROTOCOL, failure.code(), failure.getMessage());
        assertTrue(failure.getMessage().contains("is not the first of"), failure.getMessage());
    }
}
