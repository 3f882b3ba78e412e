package org.nettunnel.tunnel.handshake;

import java.io.IOException;
import java.security.InvalidKeyException;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.crypto.KeySchedule;
import org.nettunnel.api.crypto.Secret;
import org.nettunnel.api.crypto.Signatures;
import org.nettunnel.api.crypto.SigningKey;
import org.nettunnel.api.transport.Wire;
import org.nettunnel.tunnel.handshake.Fields.Tag;
import org.nettunnel.tunnel.handshake.KeyChain.Direction;
import org.nettunnel.tunnel.handshake.Message.Hello;
import org.nettunnel.tunnel.handshake.Message.Reply;
import org.nettunnel.tunnel.handshake.Message.ResponderProof;
import org.nettunnel.tunnel.handshake.Message.Terms;
import org.nettunnel.tunnel.handshake.Message.Type;
import org.nettunnel.tunnel.handshake.Transcript.Framed;

/// Somebody on the way who does each half of a handshake with ephemeral keys of his own, checks nothing, and says what he likes of who he is.
///
/// @param shown the identity he says is his
/// @param signs what he signs with
/// @param key   the pre-shared key as he guesses it
record Mallory(byte[] shown, SigningKey signs, @Nullable Secret key) {
    private static final HandshakeCrypto CRYPTO = Parties.CRYPTO;

    /// Answers the initiator.
    ///
    /// @param copied a proof that the real responder once sent, to be said in place of one; null to make one
    /// @return what the initiator then says of itself, opened
    byte[] answer(Wire with, @Nullable ResponderProof copied) throws HandshakeFailed, IOException, InvalidKeyException {
        var wire = new MessageWire(with);
        var transcript = new Transcript(CRYPTO.schedule(), with.binding());
        var heard = wire.read(Type.HELLO);
        transcript.add(heard);
        var hello = MessageCodec.hello(heard.fields());
        var answer = CRYPTO.exchange().answer(hello.x25519(), hello.encapsulationKey());
        var reply = Framed.clear(new Reply(new byte[Message.RANDOM_BYTES], answer.x25519(), answer.ciphertext(), hello.offers().suites().getFirst(),
                new Terms(hello.offers().compressions(), Limits.standard(), null)));
        transcript.add(reply);
        var chain = new KeyChain(CRYPTO.schedule(), transcript.hash(), answer.secret());
        wire.write(reply);
        var opening = wire.new Opening(CRYPTO.sealing(), chain.handshakeKeys(Direction.I2R));
        var sealing = wire.new Sealing(CRYPTO.sealing(), chain.handshakeKeys(Direction.R2I));
        chain.enter(key);
        sealing.write(copied == null ? proof(transcript, chain) : Framed.sealed(copied, CRYPTO.sealing().tagBytes()));
        return opening.read(Type.INITIATOR_PROOF).body();
    }

    private Framed proof(Transcript transcript, KeyChain chain) throws HandshakeFailed {
        var framed = Framed.sealed(new ResponderProof(shown, new byte[Signatures.SIGNATURE_BYTES], new byte[KeySchedule.HASH_BYTES]), CRYPTO.sealing().tagBytes());
        var fields = framed.fields();
        fields.fill(Tag.SIGNATURE, CRYPTO.sign(signs, Direction.R2I, transcript.hashWith(framed, fields.startOf(Tag.SIGNATURE))));
        fields.fill(Tag.FINISHED, chain.finished(Direction.R2I, transcript.hashWith(framed, fields.startOf(Tag.FINISHED))));
        transcript.add(framed);
        return framed;
    }

    /// Asks the responder with what the initiator claimed, binder and all, and an exchange of his own.
    ///
    /// @return the type of the first message of the answer; -1 when there is none
    static int ask(Wire with, byte[] hello) throws HandshakeFailed, IOException {
        var theirs = MessageCodec.hello(MessageCodec.fields(Type.HELLO, hello));
        var offer = CRYPTO.exchange().offer();
        Relay.write(with, Relay.message(Type.HELLO.number(),
                MessageCodec.encode(new Hello(theirs.random(), offer.x25519(), offer.encapsulationKey(), theirs.offers(), theirs.claims()))));
        byte[] answer = Relay.read(with);
        return answer.length == 0 ? -1 : answer[0];
    }
}
