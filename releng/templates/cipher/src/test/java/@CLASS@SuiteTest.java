package @ID@;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;

import org.junit.jupiter.api.Test;
import org.nettunnel.api.crypto.ForgedRecord;
import org.nettunnel.api.crypto.KnownAnswer;

/// The engine tries the same and more before it uses the suite; here it is found out sooner.
class @CLASS@SuiteTest {
    private final @CLASS@Suite suite = new @CLASS@Suite();

    @Test
    void makesOfKnownBytesWhatTheSpecificationSays() throws Exception {
        for (KnownAnswer answer : suite.knownAnswers()) {
            byte[] sealed = seal(answer, answer.plain());
            assertArrayEquals(answer.sealed(), sealed, answer.source());
            byte[] opened = new byte[answer.plain().length];
            assertEquals(opened.length, suite.opener(answer.key()).open(answer.nonce(), answer.associated(), sealed, 0, sealed.length, opened, 0));
            assertArrayEquals(answer.plain(), opened);
        }
    }

    @Test
    void refusesARecordInWhichAnyByteWasChanged() {
        KnownAnswer answer = suite.knownAnswers().getFirst();
        byte[] sealed = answer.sealed();
        for (int i = 0; i < sealed.length; i++) {
            byte[] changed = sealed.clone();
            changed[i] ^= 1;
            assertForged(answer, answer.associated(), changed);
        }
        assertForged(answer, Arrays.copyOf(answer.associated(), answer.associated().length + 1), sealed);
        assertForged(answer, answer.associated(), Arrays.copyOf(sealed, suite.tagBytes() - 1));
    }

    private void assertForged(KnownAnswer answer, byte[] associated, byte[] sealed) {
        assertThrows(ForgedRecord.class, () -> suite.opener(answer.key()).open(answer.nonce(), associated, sealed, 0, sealed.length, new byte[sealed.length], 0));
    }

    @Test
    void sealsAndOpensEveryLengthInPlace() throws Exception {
        KnownAnswer answer = suite.knownAnswers().getFirst();
        for (int length = 0; length < 300; length++) {
            byte[] buffer = new byte[3 + length + suite.tagBytes()];
            Arrays.fill(buffer, 3, 3 + length, (byte) length);
            int sealed = suite.sealer(answer.key()).seal(answer.nonce(), answer.associated(), buffer, 3, length, buffer, 3);
            assertEquals(length, suite.opener(answer.key()).open(answer.nonce(), answer.associated(), buffer, 3, sealed, buffer, 3));
            for (int i = 3; i < 3 + length; i++) assertEquals((byte) length, buffer[i]);
        }
    }

    private byte[] seal(KnownAnswer answer, byte[] plain) {
        byte[] sealed = new byte[plain.length + suite.tagBytes()];
        assertEquals(sealed.length, suite.sealer(answer.key()).seal(answer.nonce(), answer.associated(), plain, 0, plain.length, sealed, 0));
        return sealed;
    }
}
