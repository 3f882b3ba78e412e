package org.nettunnel.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.nettunnel.api.crypto.Secret;
import org.nettunnel.api.transport.Address;
import org.nettunnel.api.tunnel.PeerIdentity;
import org.nettunnel.api.tunnel.TunnelId;
import org.nettunnel.node.InviteCode.NotAnInvite;

class InviteCodeTest {
    private static final byte[] KEY = HexFormat.of().parseHex("07".repeat(32));
    static final InviteCode CODE = new InviteCode(TunnelId.parse("11111111-2222-3333-4444-555555555555"), PeerIdentity.parse("ab".repeat(32)),
            Secret.of(KEY), Instant.parse("2026-11-23T15:00:00Z"),
            new InviteCode.Offered("B\u00fcro", List.of(new Address("outer.example", 52845), new Address("2001:db8::1", 443)), "https"));

    private static String refusal(String text) {
        return assertThrows(NotAnInvite.class, () -> InviteCode.parse(text), text).getMessage();
    }

    @Test
    void saysAtTheOtherEndWhatItWasMadeOf() throws Exception {
        assertEquals(CODE, InviteCode.parse(CODE.text()));
        assertTrue(CODE.text().startsWith("nt1_"));
        assertFalse(CODE.text().contains("="));
    }

    @Test
    void survivesTheLineBreaksOfAMail() throws Exception {
        assertEquals(CODE, InviteCode.parse("  " + CODE.text().replaceAll("(.{40})", "$1\r\n ") + "\n"));
    }

    @Test
    void everyChangedCharacterIsFound() {
        String text = CODE.text();
        String letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_=.";
        for (int at = 0; at < text.length(); at++)
            for (char letter : letters.toCharArray())
                if (text.charAt(at) != letter) refusal(text.substring(0, at) + letter + text.substring(at + 1));
    }

    @Test
    void everyDroppedDoubledOrSwappedCharacterIsFound() {
        String text = CODE.text();
        for (int at = 0; at < text.length(); at++) {
            refusal(text.substring(0, at));
            refusal(text.substring(0, at) + text.substring(at + 1));
            refusal(text.substring(0, at + 1) + text.substring(at));
            if (at > 0 && text.charAt(at) != text.charAt(at - 1))
                refusal(text.substring(0, at - 1) + text.charAt(at) + text.charAt(at - 1) + text.substring(at + 1));
        }
    }

    @Test
    void saysInOneSentenceWhatIsWrong() {
        assertTrue(refusal(CODE.text().substring(0, 50)).contains("damaged or cut short"));
        assertTrue(refusal("hello").contains("starts with nt1_"));
        assertTrue(refusal("").contains("starts with nt1_"));
        assertTrue(refusal(CODE.text().replaceFirst("nt1_", "nt2_")).contains("later version of NetTunnel (nt2)"));
        assertTrue(refusal("x".repeat(1_000_000)).contains("damaged"));
    }

    @Test
    void anyTextIsAnInviteOrRefusedInWords() {
        Random random = new Random(3);
        for (int round = 0; round < 2_000; round++) {
            byte[] bytes = new byte[random.nextInt(300)];
            random.nextBytes(bytes);
            refusal("nt1_" + java.util.Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
        }
    }

    @Test
    void neverShowsItsKey() {
        assertFalse(CODE.toString().contains("0707"));
    }
}
