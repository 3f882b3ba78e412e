package org.nettunnel.tunnel.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nettunnel.api.tunnel.CloseCode;
import org.nettunnel.tunnel.fixtures.LocalPair;
import org.nettunnel.tunnel.history.Plan.Script;
import org.nettunnel.tunnel.history.StreamHistory.Manner;

/// The checker finds what it is there for, and nothing where all is well.
@Timeout(60)
class HistoryTest {
    private final History history = new History();
    private final StreamHistory stream = history.begins(Manner.CLEAN, 42);
    private final byte[] written = new byte[10_000];

    private void write() {
        stream.forth.next(written, written.length);
        stream.forth.finishes();
    }

    private void reads(int from, int to) {
        byte[] part = Arrays.copyOfRange(written, from, to);
        stream.forth.got(part, part.length);
    }

    private void finds(String... words) {
        assertFalse(history.broken().isEmpty(), "nothing was found");
        for (String word : words) assertTrue(history.broken().stream().anyMatch(sentence -> sentence.contains(word)), history.broken().toString());
    }

    @Test
    void isContentWithWhatIsWhole() {
        write();
        reads(0, 1);
        reads(1, 4_097);
        reads(4_097, 10_000);
        stream.forth.ended();
        assertEquals(history.broken(), java.util.List.of());
    }

    @Test
    void findsALossAndSaysHowMuch() {
        write();
        reads(0, 5_000);
        reads(5_003, 10_000);
        finds("stream 1 forth has a wrong byte at 5000", "3 bytes are missing");
    }

    @Test
    void findsADoubling() {
        write();
        reads(0, 5_000);
        reads(4_000, 10_000);
        finds("wrong byte at 5000", "it is byte 4000, which came before");
    }

    @Test
    void findsBytesInAnotherOrder() {
        write();
        reads(0, 1_000);
        reads(2_000, 3_000);
        reads(1_000, 2_000);
        finds("wrong byte at 1000", "wrong byte at 2000");
    }

    @Test
    void findsOneFlippedBit() {
        write();
        written[7_777] ^= 64;
        reads(0, 10_000);
        finds("wrong byte at 7777", "it was never written");
    }

    @Test
    void findsMoreThanWasWritten() {
        stream.forth.next(written, 100);
        reads(0, 101);
        finds("brought byte 100 but only 100 were written");
    }

    @Test
    void findsAnEndBeforeTheEnd() {
        write();
        reads(0, 9_999);
        stream.forth.ended();
        finds("ended in order at 9999 of 10000");
    }

    @Test
    void findsAnEndThatTheWriterDidNotMake() {
        stream.forth.next(written, 100);
        reads(0, 100);
        stream.forth.ended();
        finds("its writer had more to say");
    }

    @Test
    void findsADoubleEnd() {
        write();
        reads(0, 10_000);
        stream.forth.ended();
        stream.forth.ended();
        stream.client.ended(CloseCode.NORMAL, "normal end", 0, 0);
        stream.client.ended(CloseCode.SESSION_GONE, "grace is over", 0, 0);
        finds("stream 1 forth ended twice", "at its client ended twice: NORMAL (normal end), then SESSION_GONE (grace is over)");
    }

    @Test
    void findsAConnectionThatIsMadeTwice() {
        stream.dialled();
        stream.dialled();
        finds("stream 1 was connected twice");
    }

    @Test
    void findsAStreamThatWasCutThoughNobodyResetIt() {
        stream.dialled();
        stream.forth.reset();
        stream.back.reset();
        stream.client.ended(CloseCode.SESSION_GONE, "gone", 0, 0);
        stream.target.ended(CloseCode.SESSION_GONE, "gone", 0, 0);
        history.settles(stream);
        finds("is not whole", "did not end in order");
    }

    @ParameterizedTest
    @EnumSource(Script.class)
    void applicationsThatTalkOverPlainTcpBreakNoPromise(Script script) throws Exception {
        for (var sizes : new long[][] {{0, 0}, {1, 0}, {300_000, 200_000}}) {
            var run = new History();
            var talk = new Conversation(new Plan(script, sizes[0], sizes[1], new Random(5).nextLong(), false, false), run);
            var sockets = LocalPair.open();
            if (script == Script.REFUSED) {
                sockets.edge().setOption(java.net.StandardSocketOptions.SO_LINGER, 0);
                sockets.edge().close();
            } else {
                talk.history.dialled();
                talk.target(sockets.edge());
                talk.history.target.ended(CloseCode.NORMAL, "", 0, 0);
            }
            talk.client(sockets.app());
            talk.history.client.ended(script == Script.REFUSED ? CloseCode.TARGET_REFUSED : CloseCode.NORMAL, "", 0, 0);
            talk.done().get(20, TimeUnit.SECONDS);
            run.settles(talk.history);
            assertEquals(java.util.List.of(), run.broken());
            if (talk.history.manner == Manner.CLEAN) assertEquals(sizes[0] + sizes[1], run.receivedBytes());
        }
    }
}
