package org.nettunnel.system.roam;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.net.Socket;
import java.util.Arrays;
import java.util.Random;

/// A program that talks with an echo, message by message, until a file appears: `Talk echo|websocket PORT FILE CONNECTIONS`.
///
/// It prints a line `pauses MILLIS…` of all round trips that took long, a line `ended EPOCH-MILLIS REASON` for each connection that broke, and
/// `talked MESSAGES` at the end; its exit code is 1 when one broke or an answer was wrong.
public final class Talk {
    private static final long LONG_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final int PAUSE_MILLIS = 5;
    private static final int MESSAGE = 64;
    private static final int PATIENCE_SECONDS = 300;
    private final Path stop;
    private final AtomicLong messages = new AtomicLong();
    private final List<Long> pauses = Collections.synchronizedList(new ArrayList<>());
    private final List<String> ends = Collections.synchronizedList(new ArrayList<>());

    private Talk(Path stop) {
        this.stop = stop;
    }

    public static void main(String[] args) throws InterruptedException {
        var talk = new Talk(Path.of(args[2]));
        int port = Integer.parseInt(args[1]);
        var threads = new ArrayList<Thread>();
        for (int i = 0; i < Integer.parseInt(args[3]); i++) {
            int number = i;
            threads.add(Thread.ofPlatform().start(() -> talk.run(() -> {
                if (args[0].equals("websocket")) talk.overWebSocket(port);
                else talk.overTcp(port, number);
            })));
        }
        for (Thread thread : threads) thread.join();
        System.out.println("pauses " + String.join(" ", talk.pauses.stream().map(nanos -> String.valueOf(nanos / 1_000_000)).toList()));
        talk.ends.forEach(System.out::println);
        System.out.println("talked " + talk.messages);
        System.exit(talk.ends.isEmpty() ? 0 : 1);
    }

    private interface Conversation {
        void talk() throws Exception;
    }

    private void run(Conversation conversation) {
        try {
            conversation.talk();
        } catch (Exception broken) {
            ends.add("ended " + System.currentTimeMillis() + " " + broken);
        }
    }

    private boolean goesOn() throws InterruptedException {
        if (Files.exists(stop)) return false;
        Thread.sleep(PAUSE_MILLIS); // the pace of the conversation
        return true;
    }

    private void answered(long sent) {
        long took = System.nanoTime() - sent;
        if (took > LONG_NANOS) pauses.add(took);
        messages.incrementAndGet();
    }

    private void overTcp(int port, int number) throws IOException, InterruptedException {
        try (var socket = new Socket("127.0.0.1", port)) {
            socket.setTcpNoDelay(true);
            var random = new Random(number);
            byte[] message = new byte[MESSAGE];
            while (goesOn()) {
                random.nextBytes(message);
                long sent = System.nanoTime();
                socket.getOutputStream().write(message);
                byte[] answer = socket.getInputStream().readNBytes(MESSAGE);
                if (!Arrays.equals(message, answer)) throw new IOException("the answer is another, of " + answer.length + " bytes");
                answered(sent);
            }
            socket.shutdownOutput();
            if (socket.getInputStream().read() >= 0) throw new IOException("more than an answer came");
        }
    }

    private void overWebSocket(int port) throws Exception {
        var heard = new Heard();
        try (var client = HttpClient.newHttpClient()) {
            WebSocket socket = client.newWebSocketBuilder().buildAsync(URI.create("ws://127.0.0.1:" + port + "/"), heard).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            for (long number = 0; goesOn(); number++) {
                String message = number + " " + "x".repeat((int) (number * 37 % 2_000));
                long sent = System.nanoTime();
                socket.sendText(message, true).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
                String answer = heard.messages.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
                if (!message.equals(answer)) throw new IOException("message " + number + " came back as " + answer + heard.failure());
                answered(sent);
            }
            socket.sendClose(WebSocket.NORMAL_CLOSURE, "").get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            heard.closed.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        }
    }

    private static final class Heard implements WebSocket.Listener {
        final BlockingQueue<String> messages = new ArrayBlockingQueue<>(16);
        final CompletableFuture<Integer> closed = new CompletableFuture<>();
        private final StringBuilder part = new StringBuilder();

        String failure() {
            return closed.isCompletedExceptionally() ? ": " + closed.exceptionNow() : "";
        }

        @Override
        public @org.jspecify.annotations.Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            part.append(data);
            if (last) {
                messages.add(part.toString());
                part.setLength(0);
            }
            socket.request(1);
            return null;
        }

        @Override
        public @org.jspecify.annotations.Nullable CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
            closed.complete(status);
            messages.add("(closed " + status + ")");
            return null;
        }

        @Override
        public void onError(WebSocket socket, Throwable error) {
            closed.completeExceptionally(error);
            messages.add("(" + error + ")");
        }
    }
}
