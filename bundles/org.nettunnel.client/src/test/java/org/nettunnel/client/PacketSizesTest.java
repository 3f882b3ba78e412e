package org.nettunnel.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;

class PacketSizesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /// Loses packets of more than `mtu` bytes there, and answers of more than one packet where it loses them on the way back.
    private record Line(int mtu, boolean losesAnswers, int longestAnswer) implements PacketSizes.Way {
        @Override
        public int ask(int bytes, Duration patience) throws IOException {
            int packet = Math.min(1500, bytes + 22 + 72);
            if (packet > mtu) throw new SocketTimeoutException("lost");
            return 200;
        }

        @Override
        public int askForMuch(Duration patience) throws IOException {
            if (losesAnswers) throw new SocketTimeoutException("lost");
            return longestAnswer;
        }

        @Override
        public int envelope() {
            return 22;
        }
    }

    private static DoctorFinding finding(Line line) {
        return assertThrows(DoctorFinding.class, () -> new PacketSizes(line).found(PATIENCE));
    }

    @Test
    void fullPacketsThatArriveAreSaidForEachDirection() throws Exception {
        assertTrue(new PacketSizes(new Line(1500, false, 90_000)).found(PATIENCE).contains("so do those of its answers, of 90000 bytes"));
        assertTrue(new PacketSizes(new Line(1500, false, 900)).found(PATIENCE).contains("was not to be seen"));
    }

    @Test
    void theSizeAtWhichPacketsAreLostIsFound() {
        for (int mtu : new int[] {1499, 1492, 1400, 1280, 900, 576, 420}) {
            DoctorFinding finding = finding(new Line(mtu, false, 0));
            Matcher size = Pattern.compile("packets of about (\\d+) bytes").matcher(String.valueOf(finding.getMessage()));
            assertTrue(size.find(), finding.getMessage());
            int found = Integer.parseInt(size.group(1));
            assertTrue(found <= mtu && found > mtu - 20, "found " + found + " where it is " + mtu);
            assertTrue(finding.remedy.contains("MTU of this machine's interface to " + found / 10 * 10), finding.remedy);
        }
    }

    @Test
    void aLineThatLosesSmallPacketsTooIsNotCalledABlackHole() {
        assertTrue(String.valueOf(finding(new Line(200, false, 0)).getMessage()).contains("loses more than large packets"));
    }

    @Test
    void answersThatDoNotComeBackAreToldApart() {
        DoctorFinding finding = finding(new Line(1500, true, 0));
        assertTrue(String.valueOf(finding.getMessage()).contains("in this direction"));
        assertEquals("bad", finding.result);
    }
}
