package org.nettunnel.tunnel.rekey;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.EnumSet;
import java.util.Set;

import org.nettunnel.api.crypto.HybridExchange;
import org.nettunnel.api.crypto.KeySchedule;
import org.nettunnel.api.crypto.Signatures;
import org.nettunnel.api.tunnel.CloseCode;
import org.nettunnel.tunnel.handshake.Fields;
import org.nettunnel.tunnel.handshake.Fields.Tag;
import org.nettunnel.tunnel.handshake.HandshakeFailed;
import org.nettunnel.tunnel.rekey.RekeyMessage.Choice;
import org.nettunnel.tunnel.rekey.RekeyMessage.Confirmation;
import org.nettunnel.tunnel.rekey.RekeyMessage.End;
import org.nettunnel.tunnel.rekey.RekeyMessage.Offer;
import org.nettunnel.tunnel.rekey.RekeyMessage.Proof;
import org.nettunnel.tunnel.rekey.RekeyMessage.Terms;

/// The bodies of REKEY1 to REKEY4, strictly: rows of fields, like those of the handshake.
final class RekeyCodec {
    static final int SIGNATURE_BYTES = Signatures.SIGNATURE_BYTES;
    static final int FINISHED_BYTES = KeySchedule.HASH_BYTES;

    private RekeyCodec() {}

    /// What a message is to the decoder.
    interface Reading<M> {
        M read(Fields fields) throws HandshakeFailed.Broken, RekeyFailed;
    }

    static byte[] encode(RekeyMessage message) {
        var to = new Fields.Writer();
        switch (message) {
            case Offer(byte[] x25519, byte[] key, var suites, var compressions) -> to.put(Tag.X25519, x25519).put(Tag.ENCAPSULATION_KEY, key)
                    .putNames(Tag.SUITES, suites).putNames(Tag.COMPRESSIONS, compressions);
            case Choice(byte[] x25519, byte[] ciphertext, Terms terms, Proof proof) -> {
                to.put(Tag.X25519, x25519).put(Tag.CIPHERTEXT, ciphertext);
                var suites = terms.suites();
                if (suites != null) to.putNames(Tag.SUITES, suites);
                to.put(Tag.SUITE, terms.suite().getBytes(US_ASCII)).putNames(Tag.COMPRESSIONS, terms.compressions());
                put(proof, to);
            }
            case Confirmation(Proof proof) -> put(proof, to);
            case End(byte[] finished) -> to.put(Tag.FINISHED, finished);
        }
        return to.body();
    }

    private static void put(Proof proof, Fields.Writer to) {
        to.put(Tag.SIGNATURE, proof.signature()).put(Tag.FINISHED, proof.finished());
    }

    static Offer offer(byte[] body) throws RekeyFailed {
        return decode(body, EnumSet.of(Tag.X25519, Tag.ENCAPSULATION_KEY, Tag.SUITES, Tag.COMPRESSIONS), fields -> {
            var suites = fields.names(Tag.SUITES);
            if (suites.isEmpty()) throw malformed("no suite is offered");
            return new Offer(fields.bytes(Tag.X25519, HybridExchange.X25519_BYTES),
                    fields.bytes(Tag.ENCAPSULATION_KEY, HybridExchange.ENCAPSULATION_KEY_BYTES), suites, fields.names(Tag.COMPRESSIONS));
        });
    }

    static Choice choice(byte[] body) throws RekeyFailed {
        return decode(body, EnumSet.of(Tag.X25519, Tag.CIPHERTEXT, Tag.SUITES, Tag.SUITE, Tag.COMPRESSIONS, Tag.SIGNATURE, Tag.FINISHED),
                fields -> new Choice(fields.bytes(Tag.X25519, HybridExchange.X25519_BYTES),
                        fields.bytes(Tag.CIPHERTEXT, HybridExchange.CIPHERTEXT_BYTES), terms(fields), proof(fields)));
    }

    private static Terms terms(Fields fields) throws HandshakeFailed.Broken {
        return new Terms(fields.name(Tag.SUITE), fields.names(Tag.COMPRESSIONS), fields.has(Tag.SUITES) ? fields.names(Tag.SUITES) : null);
    }

    static Confirmation confirmation(byte[] body) throws RekeyFailed {
        return decode(body, EnumSet.of(Tag.SIGNATURE, Tag.FINISHED), fields -> new Confirmation(proof(fields)));
    }

    static End end(byte[] body) throws RekeyFailed {
        return decode(body, EnumSet.of(Tag.FINISHED), fields -> new End(fields.bytes(Tag.FINISHED, FINISHED_BYTES)));
    }

    private static Proof proof(Fields fields) throws HandshakeFailed.Broken {
        return new Proof(fields.bytes(Tag.SIGNATURE, SIGNATURE_BYTES), fields.bytes(Tag.FINISHED, FINISHED_BYTES));
    }

    private static <M> M decode(byte[] body, Set<Tag> known, Reading<M> reading) throws RekeyFailed {
        try {
            return reading.read(Fields.parse(body, known));
        } catch (HandshakeFailed.Broken broken) {
            throw malformed(String.valueOf(broken.getMessage()));
        }
    }

    static RekeyFailed malformed(String what) {
        return new RekeyFailed(CloseCode.PROTOCOL, "the peer's exchange of keys is malformed: " + what);
    }
}
