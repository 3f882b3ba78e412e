package org.nettunnel.crypto.bouncycastle;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BouncyPasswordsTest {
    private static final String SALT_AND_HASH = "$c29tZXNhbHRzb21lc2FsdA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

    private final BouncyPasswords passwords = new BouncyPasswords();

    /// RFC 9106 §5.3.
    @Test
    void theGeneratorAgreesWithRfc9106() {
        var generator = new Argon2BytesGenerator();
        generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id).withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(32).withIterations(3).withParallelism(4).withSalt(filled(16, 2)).withSecret(filled(8, 3))
                .withAdditional(filled(12, 4)).build());
        byte[] tag = new byte[32];
        generator.generateBytes(filled(32, 1), tag);
        assertEquals("0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659", HexFormat.of().formatHex(tag));
    }

    /// Made by the reference implementation (its test.c: Argon2id, version 19).
    @ParameterizedTest
    @ValueSource(strings = {
        "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
        "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
        "$argon2id$v=19$m=256,t=2,p=2$c29tZXNhbHQ$bQk8UB/VmZZF4Oo79iDXuL5/0ttZwg2f/5U52iv1cDc"})
    void matchesHashesOfTheReferenceImplementation(String phc) {
        assertTrue(passwords.matches("password".toCharArray(), phc));
        assertFalse(passwords.matches("differentpassword".toCharArray(), phc));
    }

    @Test
    void onlyTheSamePasswordMatches() {
        String phc = passwords.hash("correct horse".toCharArray());
        assertTrue(phc.matches("\\$argon2id\\$v=19\\$m=19456,t=2,p=1\\$[A-Za-z0-9+/]{22}\\$[A-Za-z0-9+/]{43}"), phc);
        assertTrue(passwords.matches("correct horse".toCharArray(), phc));
        for (String wrong : new String[] {"", "correct hors", "correct horse ", "Correct horse", "correct horse\0"})
            assertFalse(passwords.matches(wrong.toCharArray(), phc), wrong);
        assertFalse(passwords.isOutdated(phc));
    }

    @Test
    void passwordsOfAllLanguagesAreToldApart() {
        String phc = passwords.hash("пароль 密码 🔑".toCharArray());
        assertTrue(passwords.matches("пароль 密码 🔑".toCharArray(), phc));
        assertFalse(passwords.matches("пароль 密碼 🔑".toCharArray(), phc));
        assertFalse(passwords.matches("?????? ?? ?".toCharArray(), phc));
    }

    @Test
    void theSamePasswordHashesDifferentlyEachTime() {
        assertNotEquals(passwords.hash("twice".toCharArray()), passwords.hash("twice".toCharArray()));
    }

    @Test
    void thePasswordOfTheCallerIsLeftAsItIs() {
        char[] password = "mine".toCharArray();
        passwords.hash(password);
        assertArrayEquals("mine".toCharArray(), password);
    }

    @Test
    void manyAtOnceAllGetTheirAnswer() throws Exception {
        String phc = passwords.hash("same".toCharArray());
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var answers = IntStream.range(0, 5).mapToObj(n -> threads.submit(() -> passwords.matches((n % 2 == 0 ? "same" : "other").toCharArray(), phc))).toList();
            for (int n = 0; n < 5; n++) assertEquals(n % 2 == 0, answers.get(n).get());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "", "plain", "$2y$10$abcdefghijklmnopqrstuv", "$argon2i$v=19$m=19456,t=2,p=1" + SALT_AND_HASH, "$argon2id$v=16$m=19456,t=2,p=1" + SALT_AND_HASH,
        "$argon2id$m=19456,t=2,p=1" + SALT_AND_HASH, "$argon2id$v=19$t=2,m=19456,p=1" + SALT_AND_HASH, "$argon2id$v=19$m=19456,t=0,p=1" + SALT_AND_HASH,
        "$argon2id$v=19$m=19456,t=2,p=0" + SALT_AND_HASH, "$argon2id$v=19$m=7,t=2,p=1" + SALT_AND_HASH, "$argon2id$v=19$m=9999999,t=2,p=1" + SALT_AND_HASH,
        "$argon2id$v=19$m=19456,t=999,p=1" + SALT_AND_HASH, "$argon2id$v=19$m=-8,t=2,p=1" + SALT_AND_HASH, "$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHQ",
        "$argon2id$v=19$m=19456,t=2,p=1$c29tZQ$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHQ$AAAA",
        "$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHQ$A", "$argon2id$v=19$m=19456,t=2,p=1" + SALT_AND_HASH + "=", "$argon2id$v=19$m=19456,t=2,p=1" + SALT_AND_HASH + "\n"})
    void refusesWhatIsNoArgon2idString(String phc) {
        var refused = assertThrows(IllegalArgumentException.class, () -> passwords.matches("x".toCharArray(), phc));
        assertFalse(refused.getMessage().contains("AAAA"), "the message shows the hash");
        assertThrows(IllegalArgumentException.class, () -> passwords.isOutdated(phc));
    }

    @Test
    void weakerParametersAreOutdated() {
        assertFalse(passwords.isOutdated("$argon2id$v=19$m=19456,t=2,p=1" + SALT_AND_HASH));
        assertFalse(passwords.isOutdated("$argon2id$v=19$m=65536,t=3,p=4" + SALT_AND_HASH));
        assertTrue(passwords.isOutdated("$argon2id$v=19$m=19455,t=2,p=1" + SALT_AND_HASH));
        assertTrue(passwords.isOutdated("$argon2id$v=19$m=19456,t=1,p=1" + SALT_AND_HASH));
        assertTrue(passwords.isOutdated("$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHQ$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"));
    }

    private static byte[] filled(int length, int value) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }
}
