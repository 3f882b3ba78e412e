package org.nettunnel.client;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// Reads server-sent events as a node sends them: each an id, a name and one line of data.
///
/// A connection that breaks ends the reading, and is no failure: who listens goes on with the last id.
/// **Threads:** one.
public final class EventReading {
    static final String TYPE = "text/event-stream";
    /// A node says something each 15 s at the least.
    static final Duration LONGEST_SILENCE = Duration.ofSeconds(45);

    private final Listener listener;
    private String id;

    /// Hears of each event.
    public interface Listener {
        /// @param id   empty where the event has none of its own
        /// @param data JSON
        /// @return whether to hear more
        boolean heard(String id, String name, String data);
    }

    EventReading(String lastId, Listener listener) {
        this.id = lastId;
        this.listener = listener;
    }

    /// @return the id of the last event
    String read(InputStream stream) {
        String name = "", data = "";
        try (var lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            for (String line; (line = lines.readLine()) != null;) {
                if (line.startsWith("id: ")) id = line.substring("id: ".length());
                else if (line.startsWith("event: ")) name = line.substring("event: ".length());
                else if (line.startsWith("data: ")) data = line.substring("data: ".length());
                if (!line.isEmpty() || data.isEmpty()) continue;
                if (!listener.heard(id, name, data)) return id;
                name = data = "";
            }
        } catch (IOException broken) {
            return id;
        }
        return id;
    }
}
