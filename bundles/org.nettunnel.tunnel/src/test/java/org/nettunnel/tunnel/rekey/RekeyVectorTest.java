package org.nettunnel.tunnel.rekey;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.nettunnel.api.crypto.HybridExchange;
import org.nettunnel.api.crypto.Secret;
import org.nettunnel.api.crypto.Signatures;
import org.nettunnel.api.crypto.SigningKey;
import org.nettunnel.api.tunnel.PeerIdentity;
import org.nettunnel.crypto.jdk.AesGcmSuite;
import org.nettunnel.crypto.jdk.ChaChaSuite;
import org.nettunnel.crypto.jdk.JdkKeySchedule;
import org.nettunnel.tunnel.handshake.Chains;
import org.nettunnel.tunnel.handshake.KeyBlock;
import org.nettunnel.tunnel.handshake.KeyChain;
import org.nettunnel.tunnel.wire.LinkKeys;

/// The bytes and keys of one exchange against those that a second implementation, in Python, makes from the same inputs.
class RekeyVectorTest {
    private static final Pattern ENTRY = Pattern.compile("\"(\\w+)\": \"([0-9a-f]*)\"");

    private final Map<String, String> expected = new HashMap<>();
    private final List<String> signed = new ArrayList<>();
    private final List<String> verified = new ArrayList<>();
    private final RekeyCrypto crypto = new RekeyCrypto(new FixedExchange(), new Believing());

    @BeforeEach
    void readVectors() throws IOException {
        try (var stream = KeyChain.class.getResourceAsStream("keys.json")) {
            var entries = ENTRY.matcher(new String(stream.readAllBytes(), UTF_8));
            while (entries.find()) expected.put(entries.group(1), entries.group(2));
        }
    }

    @Test
    void anExchangeIsThatOfTheSecondImplementation() throws RekeyFailed {
        var initiator = new InitiatorExchange(party(sequence(11, 64)), new Stock(crypto, List.of(new ChaChaSuite(), new AesGcmSuite()), List.of()), crypto);
        var responder = new ResponderExchange(party(sequence(9, 64)), new Stock(crypto, List.of(new AesGcmSuite(), new ChaChaSuite()), List.of()), crypto);
        byte[] offer = initiator.offer();
        check("rekey1", 13, offer);
        byte[] choice = responder.choose(offer);
        check("rekey2", 14, choice);
        var answer = initiator.answer(choice);
        check("rekey3", 15, answer.body());
        var conclusion = responder.conclude(answer.body());
        check("rekey4", 16, conclusion.body());
        var next = initiator.finish(conclusion.body());
        assertEquals(expected.get("rekey_block").substring(0, 176), keys(answer.renewal().keys()));
        assertEquals(keys(answer.renewal().keys()), keys(turned(conclusion.renewal().keys())));
        assertEquals(List.of(expected.get("rekey_signed_by_responder"), expected.get("rekey_signed_by_initiator")), signed);
        assertEquals(signed, verified);
        for (var chain : List.of(next.chain(), conclusion.next().chain())) assertEquals(expected.get("rekey_next_block"), next(chain));
    }

    /// Where both chains go from there.
    private static String next(KeyChain chain) {
        var further = chain.next(sequence(61, 64));
        return hex(further.block(further.hash("said".getBytes(US_ASCII))));
    }

    private RekeyParty party(byte[] signature) {
        var hex = HexFormat.of();
        var chain = Chains.after(new JdkKeySchedule(), hex.parseHex(expected.get("th12")), sequence(1, 64), Secret.of(sequence(100, 32)),
                hex.parseHex(expected.get("th14")));
        return new RekeyParty(new FixedSigning(signature), PeerIdentity.of(new byte[32]), chain);
    }

    private void check(String name, int type, byte[] body) {
        String header = HexFormat.of().formatHex(new byte[] { (byte) type, 0, (byte) (body.length >> 8), (byte) body.length });
        assertEquals(expected.get(name), header + HexFormat.of().formatHex(body), name);
    }

    private static LinkKeys turned(LinkKeys keys) {
        return new LinkKeys(keys.suite(), true, keys.openKey(), keys.openNonce(), keys.sealKey(), keys.sealNonce());
    }

    private static String keys(LinkKeys keys) {
        return hex(keys.sealKey(), keys.openKey(), keys.sealNonce(), keys.openNonce());
    }

    private static String hex(KeyBlock block) {
        var there = block.initiatorToResponder();
        var back = block.responderToInitiator();
        return hex(there.key(), back.key(), there.iv(), back.iv(), block.exporter().bytes());
    }

    private static String hex(byte[]... parts) {
        var all = new ByteArrayOutputStream();
        for (byte[] part : parts) all.writeBytes(part);
        return HexFormat.of().formatHex(all.toByteArray());
    }

    static byte[] sequence(int start, int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) bytes[i] = (byte) (start + i);
        return bytes;
    }

    private static byte[] secret() {
        byte[] both = new byte[64];
        System.arraycopy(sequence(21, 32), 0, both, 0, 32);
        System.arraycopy(sequence(53, 32), 0, both, 32, 32);
        return both;
    }

    private static final class FixedExchange implements HybridExchange {
        @Override
        public Offer offer() {
            return new Offer() {
                @Override
                public byte[] x25519() {
                    return sequence(22, 32);
                }

                @Override
                public byte[] encapsulationKey() {
                    return sequence(23, 1184);
                }

                @Override
                public byte[] secret(byte[] x25519, byte[] ciphertext) {
                    return RekeyVectorTest.secret();
                }
            };
        }

        @Override
        public Answer answer(byte[] x25519, byte[] encapsulationKey) {
            return new Answer() {
                @Override
                public byte[] x25519() {
                    return sequence(24, 32);
                }

                @Override
                public byte[] ciphertext() {
                    return sequence(25, 1088);
                }

                @Override
                public byte[] secret() {
                    return RekeyVectorTest.secret();
                }
            };
        }
    }

    private final class FixedSigning implements SigningKey {
        private final byte[] signature;

        FixedSigning(byte[] signature) {
            this.signature = signature;
        }

        @Override
        public byte[] publicKey() {
            return new byte[32];
        }

        @Override
        public Secret seed() {
            return Secret.of(new byte[32]);
        }

        @Override
        public byte[] sign(byte[] message) {
            signed.add(HexFormat.of().formatHex(message));
            return signature;
        }
    }

    private final class Believing implements Signatures {
        @Override
        public SigningKey generate() {
            throw new UnsupportedOperationException();
        }

        @Override
        public SigningKey restore(Secret seed) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean verifies(byte[] publicKey, byte[] message, byte[] signature) {
            verified.add(HexFormat.of().formatHex(message));
            return true;
        }
    }
}
