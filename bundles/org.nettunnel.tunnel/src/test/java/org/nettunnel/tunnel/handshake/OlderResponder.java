package org.nettunnel.tunnel.handshake;

import java.io.IOException;
import java.security.InvalidKeyException;
import java.util.List;

import org.nettunnel.api.crypto.KeySchedule;
import org.nettunnel.api.crypto.Secret;
import org.nettunnel.api.crypto.Signatures;
import org.nettunnel.api.crypto.SigningKey;
import org.nettunnel.api.transport.Wire;
import org.nettunnel.api.tunnel.CloseCode;
import org.nettunnel.tunnel.handshake.Fields.Tag;
import org.nettunnel.tunnel.handshake.KeyChain.Direction;
import org.nettunnel.tunnel.handshake.Message.Reply;
import org.nettunnel.tunnel.handshake.Message.Terms;
import org.nettunnel.tunnel.handshake.Message.Type;
import org.nettunnel.tunnel.handshake.Transcript.Framed;

import org.jspecify.annotations.Nullable;

/// The right node, with the right key, that says of its suites what it is told to say.
///
/// @param suites as M2 tells them; null as those do that are older
record OlderResponder(SigningKey identity, Secret key, String suite, @Nullable List<String> suites) {
    private static final HandshakeCrypto CRYPTO = Parties.CRYPTO;

    void answer(Wire with) throws HandshakeFailed, IOException, InvalidKeyException {
        var wire = new MessageWire(with);
        var transcript = new Transcript(CRYPTO.schedule(), with.binding());
        var heard = wire.read(Type.HELLO);
        transcript.add(heard);
        var hello = MessageCodec.hello(heard.fields());
        var answer = CRYPTO.exchange().answer(hello.x25519(), hello.encapsulationKey());
        var reply = Framed.clear(new Reply(new byte[Message.RANDOM_BYTES], answer.x25519(), answer.ciphertext(), suite,
                new Terms(List.of(), Limits.standard(), suites)));
        transcript.add(reply);
        wire.write(reply);
        var chain = new KeyChain(CRYPTO.schedule(), transcript.hash(), answer.secret());
        var opening = wire.new Opening(CRYPTO.sealing(), chain.handshakeKeys(Direction.I2R));
        var sealing = wire.new Sealing(CRYPTO.sealing(), chain.handshakeKeys(Direction.R2I));
        chain.enter(key);
        sealing.write(proved(new Message.ResponderProof(identity.publicKey(), new byte[Signatures.SIGNATURE_BYTES], new byte[KeySchedule.HASH_BYTES]), transcript, chain));
        transcript.add(opening.read(Type.INITIATOR_PROOF));
        var verdict = new Message.Verdict("older", CloseCode.NORMAL, SessionId.of(new byte[SessionId.BYTES]), 0, new byte[KeySchedule.HASH_BYTES]);
        sealing.write(proved(verdict, transcript, chain));
    }

    private Framed proved(Message message, Transcript transcript, KeyChain chain) throws HandshakeFailed {
        var framed = Framed.sealed(message, CRYPTO.sealing().tagBytes());
        var fields = framed.fields();
        if (message instanceof Message.ResponderProof)
            fields.fill(Tag.SIGNATURE, CRYPTO.sign(identity, Direction.R2I, transcript.hashWith(framed, fields.startOf(Tag.SIGNATURE))));
        fields.fill(Tag.FINISHED, chain.finished(Direction.R2I, transcript.hashWith(framed, fields.startOf(Tag.FINISHED))));
        transcript.add(framed);
        return framed;
    }
}
