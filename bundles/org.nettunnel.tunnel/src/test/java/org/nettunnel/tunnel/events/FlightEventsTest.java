package org.nettunnel.tunnel.events;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import jdk.jfr.EventType;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingStream;

import org.junit.jupiter.api.Test;
import org.nettunnel.api.tunnel.CloseCode;

/// What a flight recording has of tunnels.
class FlightEventsTest {
    private static final List<TunnelEvent> ONE_OF_EACH = List.of(
            new TunnelEvent.SessionEstablished("office", "inner"),
            new TunnelEvent.SessionEnded("office", CloseCode.SHUTTING_DOWN, "the node stops", Duration.ofSeconds(90), 17),
            new TunnelEvent.LinkEstablished("office", 1, "https", "203.0.113.5:52845", "AES-256-GCM"),
            new TunnelEvent.LinkLost("office", 1, CloseCode.TIMEOUT, "nothing was heard for 45 s"),
            new TunnelEvent.Resumed("office", 1, Duration.ofMillis(350), 12),
            new TunnelEvent.Rekeyed("office", 1, 3, "ChaCha20-Poly1305", Duration.ofNanos(1_500_000)),
            new TunnelEvent.SuiteChanged("office", 1, "AES-256-GCM", "ChaCha20-Poly1305"),
            new TunnelEvent.StreamRefused("office", "streams", "the tunnel carries 4096 streams already"),
            new TunnelEvent.HandshakeFailed("", "198.51.100.7", false, "the peer did not prove who it is"));

    private static List<RecordedEvent> recorded(Runnable meanwhile) {
        List<RecordedEvent> seen = Collections.synchronizedList(new ArrayList<>());
        try (var recording = new RecordingStream()) {
            recording.setReuse(false);
            recording.onEvent(event -> {
                if (event.getEventType().getName().startsWith("nettunnel.")) seen.add(event);
            });
            recording.startAsync();
            meanwhile.run();
            recording.stop();
        }
        return seen;
    }

    @Test
    void eachEventIsRecordedOnceWithAllThatItSays() {
        Events events = Events.recorded();
        List<RecordedEvent> seen = recorded(() -> ONE_OF_EACH.forEach(events::happened));
        var texts = new TreeMap<String, String>();
        for (RecordedEvent event : seen) texts.merge(event.getEventType().getName().substring("nettunnel.".length()), text(event), (a, b) -> a + " twice");
        Set<String> kinds = new TreeSet<>();
        for (Class<?> kind : TunnelEvent.class.getPermittedSubclasses()) kinds.add(kind.getSimpleName());
        assertEquals(kinds, texts.keySet());
        assertEquals("tunnel=office peer=inner", texts.get("SessionEstablished"));
        assertEquals("tunnel=office code=10 shutting down reason=the node stops lasted=PT1M30S streams=17", texts.get("SessionEnded"));
        assertEquals("tunnel=office lane=1 transport=https remote=203.0.113.5:52845 suite=AES-256-GCM", texts.get("LinkEstablished"));
        assertEquals("tunnel=office lane=1 code=9 timeout reason=nothing was heard for 45 s", texts.get("LinkLost"));
        assertEquals("tunnel=office lane=1 gap=PT0.35S streams=12", texts.get("Resumed"));
        assertEquals("tunnel=office lane=1 epoch=3 suite=ChaCha20-Poly1305 took=PT0.0015S", texts.get("Rekeyed"));
        assertEquals("tunnel=office lane=1 from=AES-256-GCM to=ChaCha20-Poly1305", texts.get("SuiteChanged"));
        assertEquals("tunnel=office limit=streams reason=the tunnel carries 4096 streams already", texts.get("StreamRefused"));
        assertEquals("tunnel= remote=198.51.100.7 dialled=false reason=the peer did not prove who it is", texts.get("HandshakeFailed"));
    }

    @Test
    void theyStandTogetherAndCarryNoStackTraces() {
        Events events = Events.recorded();
        for (RecordedEvent event : recorded(() -> ONE_OF_EACH.forEach(events::happened))) {
            EventType type = event.getEventType();
            assertEquals(List.of("NetTunnel"), type.getCategoryNames(), type.getName());
            assertEquals(null, event.getStackTrace(), type.getName());
            assertFalse(type.getLabel().isBlank() || type.getDescription().isBlank(), type.getName());
        }
    }

    @Test
    void nothingIsKeptWhileNobodyRecords() {
        Events events = Events.recorded();
        ONE_OF_EACH.forEach(events::happened);
        assertTrue(recorded(() -> {}).isEmpty());
    }

    @Test
    void eachKindIsKnownToTheRecorderBeforeItHappens() {
        Set<String> known = new TreeSet<>();
        for (Class<? extends FlightEvent> kind : FlightEvent.KINDS) known.add(EventType.getEventType(kind).getName());
        Set<String> kinds = new TreeSet<>();
        for (Class<?> kind : TunnelEvent.class.getPermittedSubclasses()) kinds.add("nettunnel." + kind.getSimpleName());
        assertEquals(kinds, known);
    }

    /// The fields that are ours, in their order.
    private static String text(RecordedEvent event) {
        var text = new StringBuilder();
        for (var field : event.getFields()) {
            if (Set.of("startTime", "duration", "eventThread", "stackTrace").contains(field.getName())) continue;
            boolean isTime = Set.of("lasted", "gap", "took").contains(field.getName());
            text.append(' ').append(field.getName()).append('=').append(isTime ? event.getDuration(field.getName()) : event.<Object>getValue(field.getName()));
        }
        return text.substring(1);
    }
}
