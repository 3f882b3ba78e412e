package org.nettunnel.node;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.stream.Stream;

import org.junit.jupiter.params.provider.MethodSource;
import org.nettunnel.node.InviteCode.NotAnInvite;

import com.code_intelligence.jazzer.junit.FuzzTest;

/// Whatever people paste is an invite or refused with a sentence.
class InviteFuzzTest {
    private static final Bounded INVITE = new Bounded(NotAnInvite.class, 4 << 20);

    static Stream<byte[]> texts() {
        return Stream.of(InviteCodeTest.CODE.text(), "nt2_abc", "nt1_", " nt1_\r\n", "hello", "nt1_" + "A".repeat(16_000)).map(text -> text.getBytes(UTF_8));
    }

    @MethodSource("texts")
    @FuzzTest
    void anyTextIsAnInviteOrIsRefused(byte[] text) throws NotAnInvite {
        check(new String(text, UTF_8));
    }

    static Stream<byte[]> bodies() {
        byte[] all = Base64.getUrlDecoder().decode(InviteCodeTest.CODE.text().substring(4));
        return Stream.of(Arrays.copyOf(all, all.length - 4), Arrays.copyOf(all, 90));
    }

    /// With a checksum that fits, as somebody can make it who means harm.
    @MethodSource("bodies")
    @FuzzTest
    void anyBodyWithItsChecksumIsAnInviteOrIsRefused(byte[] body) throws NoSuchAlgorithmException, NotAnInvite {
        var digest = MessageDigest.getInstance("SHA-256");
        digest.update("nt1_".getBytes(US_ASCII));
        byte[] all = Arrays.copyOf(body, body.length + 4);
        System.arraycopy(digest.digest(body), 0, all, body.length, 4);
        check("nt1_" + new String(Base64.getUrlEncoder().withoutPadding().encode(all), ISO_8859_1));
    }

    private static void check(String text) throws NotAnInvite {
        var read = new InviteCode[1];
        if (INVITE.reads(() -> read[0] = InviteCode.parse(text))) assertEquals(read[0], InviteCode.parse(read[0].text()));
    }
}
