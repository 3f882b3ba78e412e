package org.nettunnel.system.process;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/// What a node tells as server-sent events, as a program outside hears it.
///
/// **Threads:** a virtual one of its own reads; any asks. Closing it cuts the connection, and what was not read by then is not heard.
public final class Listening implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int TOO_MANY = 429;
    private final Api api;
    private final InputStream body;
    private final Thread reader;
    /// Guarded by this, as is the rest.
    private final List<Told> told = new ArrayList<>();
    private String lastId;
    private boolean isOver;

    /// An event.
    ///
    /// @param id empty where it has none, as a gap
    public record Told(String id, String name, JsonNode data) {
        /// Its place among all of this start of the node.
        public long number() {
            return Long.parseLong(id.substring(id.indexOf('-') + 1));
        }
    }

    private Listening(Api api, InputStream body, String lastId) {
        this.api = api;
        this.body = body;
        this.lastId = lastId;
        reader = Thread.ofVirtual().name("hears events").start(this::read);
    }

    /// @param types words with commas between
    /// @param after the id of the last event that was heard; empty for one who is new
    public static Listening to(Api api, String types, String after) throws IOException, InterruptedException {
        while (true) {
            HttpResponse<InputStream> answer = api.open("/events?types=" + types, after.isEmpty() ? Map.of() : Map.of("Last-Event-ID", after));
            if (answer.statusCode() == 200) return new Listening(api, answer.body(), after);
            String problem;
            try (InputStream body = answer.body()) {
                problem = new String(body.readAllBytes(), StandardCharsets.UTF_8);
            }
            if (answer.statusCode() != TOO_MANY) throw new IOException("events are not told: " + answer.statusCode() + " " + problem);
            Thread.sleep(200); // the node has not yet seen that the ones before are gone
        }
    }

    private void read() {
        try (var lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
            String id = "", name = "";
            var data = new StringBuilder();
            for (String line; (line = lines.readLine()) != null;) {
                if (line.startsWith("id: ")) id = line.substring(4);
                else if (line.startsWith("event: ")) name = line.substring(7);
                else if (line.startsWith("data: ")) data.append(line.substring(6));
                else if (line.isEmpty()) {
                    end(id, name, data.toString());
                    id = name = "";
                    data.setLength(0);
                }
            }
        } catch (IOException cut) {
            // by us or the node: who waits learns that nothing comes any more
        } finally {
            over();
        }
    }

    private void end(String id, String name, String data) throws IOException {
        JsonNode tree = name.isEmpty() ? null : api.tree(data);
        synchronized (this) {
            if (isOver) return;
            if (!id.isEmpty()) lastId = id;
            if (tree != null) told.add(new Told(id, name, tree));
            notifyAll();
        }
    }

    private synchronized void over() {
        isOver = true;
        notifyAll();
    }

    /// Where somebody would go on who was cut off now; empty when nothing came yet.
    public synchronized String lastId() {
        return lastId;
    }

    /// Everything heard so far.
    public synchronized List<Told> all() {
        return List.copyOf(told);
    }

    /// Waits until the node has begun to tell.
    public synchronized Listening begun() throws InterruptedException {
        await("the first word", () -> !lastId.isEmpty());
        return this;
    }

    /// Waits for an event; one that came before counts too.
    public synchronized Told await(String what, Predicate<Told> fits) throws InterruptedException {
        int[] seen = {0};
        Told[] found = new Told[1];
        await(what, () -> {
            while (found[0] == null && seen[0] < told.size()) {
                Told next = told.get(seen[0]++);
                if (fits.test(next)) found[0] = next;
            }
            return found[0] != null;
        });
        return found[0];
    }

    /// Waits until so many came.
    public synchronized void awaitCount(int count) throws InterruptedException {
        await(count + " events", () -> told.size() >= count);
    }

    private interface Holds {
        boolean now();
    }

    private synchronized void await(String what, Holds holds) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!holds.now()) {
            long left = (end - System.nanoTime()) / 1_000_000;
            if (isOver || left <= 0) throw new AssertionError(what + " was not told" + (isOver ? ", the connection is over" : "") + "; the newest: " + newest());
            wait(left);
        }
    }

    private synchronized List<Told> newest() {
        return List.copyOf(told.subList(Math.max(0, told.size() - 10), told.size()));
    }

    @Override
    public void close() {
        over();
        try {
            body.close();
        } catch (IOException gone) {
            // that is what is wanted
        }
        reader.interrupt();
    }
}
