package org.nettunnel.tunnel.history;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.util.Random;
import java.util.concurrent.CompletableFuture;

/// One application with its socket, which plays its part in a [Conversation].
///
/// **Threads:** the one that plays, and one that listens where it speaks and listens at once.
final class Side {
    /// Its part.
    enum Role { SPEAK_AND_LISTEN, SPEAK_FIRST, LISTEN_FIRST, BEGIN_IN_TURN, ANSWER_IN_TURN, RESET, BE_RESET }

    private static final int BLOCK = 40_000;
    private static final int LARGEST_TURN = 4_000;
    private final SocketChannel socket;
    private final Half mine;
    private final Half other;
    private final long bytes;
    private final Random sizes;
    /// Whether everything could be said.
    private volatile CompletableFuture<Boolean> speaking = CompletableFuture.completedFuture(true);

    /// @param bytes what it has to say
    Side(SocketChannel socket, Half mine, Half other, long bytes, long seed) {
        this.socket = socket;
        this.mine = mine;
        this.other = other;
        this.bytes = bytes;
        this.sizes = new Random(seed);
    }

    void play(Role role) throws IOException {
        switch (role) {
            case SPEAK_AND_LISTEN -> whileListening(this::speakAndFinish);
            case SPEAK_FIRST -> {
                speakAndFinish();
                listen();
            }
            case LISTEN_FIRST -> {
                listen();
                speakAndFinish();
            }
            case BEGIN_IN_TURN -> {
                if (say()) inTurn();
            }
            case ANSWER_IN_TURN -> inTurn();
            case RESET -> whileListening(() -> {
                speak(bytes);
                socket.setOption(StandardSocketOptions.SO_LINGER, 0);
                socket.close();
            });
            case BE_RESET -> whileListening(() -> speak(bytes));
        }
    }

    private interface Speech {
        void give() throws IOException;
    }

    private void whileListening(Speech speech) throws IOException {
        var said = new CompletableFuture<Boolean>();
        speaking = said;
        var listening = CompletableFuture.runAsync(this::listens, Conversation.THREADS);
        try {
            speech.give();
            said.complete(true);
        } finally {
            said.complete(false);
            listening.join();
        }
    }

    /// Hears something, then says something, until either side has said everything; the other one then says the rest.
    private void inTurn() throws IOException {
        byte[] block = new byte[BLOCK];
        while (read(block)) if (!say()) return;
        speakAndFinish();
    }

    /// A little; what comes when there is nothing left is the end. False then.
    private boolean say() throws IOException {
        long left = bytes - mine.offered();
        if (left > 0) {
            speak(Math.min(left, 1 + sizes.nextInt(LARGEST_TURN)));
            return true;
        }
        finish();
        listen();
        return false;
    }

    private void speakAndFinish() throws IOException {
        speak(bytes - mine.offered());
        finish();
    }

    private void finish() throws IOException {
        mine.finishes();
        socket.shutdownOutput();
    }

    private void speak(long count) throws IOException {
        byte[] block = new byte[(int) Math.min(BLOCK, Math.max(1, count))];
        for (long left = count; left > 0;) {
            int size = (int) Math.min(left, 1 + sizes.nextInt(block.length));
            mine.next(block, size);
            for (ByteBuffer buffer = ByteBuffer.wrap(block, 0, size); buffer.hasRemaining();) socket.write(buffer);
            left -= size;
        }
    }

    private void listens() {
        try {
            listen();
        } catch (IOException reset) {
            // it is in the history
        }
    }

    /// Reads to the end.
    private void listen() throws IOException {
        byte[] block = new byte[BLOCK];
        while (read(block)) continue;
    }

    /// @return false at the end
    private boolean read(byte[] block) throws IOException {
        int count;
        try {
            count = socket.read(ByteBuffer.wrap(block));
        } catch (ClosedChannelException byUs) {
            throw byUs;
        } catch (IOException reset) {
            other.reset();
            throw reset;
        }
        if (count >= 0) {
            other.got(block, count);
            return true;
        }
        // the system tells of a reset once: if the speaker heard it, the listener sees an end
        if (!speaking.join()) {
            other.reset();
            throw new IOException("reset while speaking");
        }
        other.ended();
        return false;
    }

    void close() {
        try {
            socket.close();
        } catch (IOException gone) {
            // closing is all that was wanted
        }
    }
}
