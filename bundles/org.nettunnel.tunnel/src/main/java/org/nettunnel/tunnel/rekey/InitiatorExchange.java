package org.nettunnel.tunnel.rekey;

import java.security.InvalidKeyException;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.compression.Compression;
import org.nettunnel.api.crypto.HybridExchange;
import org.nettunnel.api.crypto.Suite;
import org.nettunnel.api.tunnel.CloseCode;
import org.nettunnel.tunnel.handshake.KeyChain;
import org.nettunnel.tunnel.handshake.KeyChain.Direction;
import org.nettunnel.tunnel.handshake.Offers;
import org.nettunnel.tunnel.rekey.RekeyMessage.Choice;
import org.nettunnel.tunnel.rekey.RekeyMessage.Confirmation;
import org.nettunnel.tunnel.rekey.RekeyMessage.Offer;
import org.nettunnel.tunnel.rekey.RekeyMessage.Proof;
import org.nettunnel.tunnel.wire.FrameType;
import org.nettunnel.tunnel.wire.LinkKeys;

/// The part of the side that dialled in one exchange of new keys: bytes in, bytes out, in the order of the methods.
///
/// **Threads:** one at a time; arithmetic, so a virtual one.
final class InitiatorExchange {
    private final RekeyParty party;
    private final Stock stock;
    private final RekeyCrypto crypto;
    private final RekeyTranscript transcript;
    private HybridExchange.@Nullable Offer ephemeral;
    private @Nullable KeyChain newer;

    /// @param stock kept as it is now: what was offered stays usable until the exchange is over
    InitiatorExchange(RekeyParty party, Stock stock, RekeyCrypto crypto) {
        this.party = party;
        this.stock = stock;
        this.crypto = crypto;
        transcript = new RekeyTranscript(party.chain());
    }

    /// The body of REKEY1.
    byte[] offer() {
        var fresh = crypto.exchange().offer();
        ephemeral = fresh;
        byte[] body = RekeyCodec.encode(new Offer(fresh.x25519(), fresh.encapsulationKey(), stock.suiteNames(), stock.compressionNames()));
        transcript.add(FrameType.REKEY1, body);
        return body;
    }

    /// What follows from REKEY2.
    ///
    /// @param body        of REKEY3, behind which this side sends under the new key
    /// @param theirSuites all that the responder has; null of an older one, which does not say
    record Answer(byte[] body, Renewal renewal, @Nullable List<String> theirSuites) {}

    Answer answer(byte[] choiceBody) throws RekeyFailed {
        var choice = RekeyCodec.choice(choiceBody);
        var terms = choice.terms();
        Suite suite = stock.suite(terms.suite()).orElseThrow(() -> new RekeyFailed(CloseCode.NO_COMMON_SUITE,
                "the peer chose suite '" + terms.suite() + "', which this node did not offer " + stock.suiteNames()));
        var theirSuites = terms.suites();
        if (theirSuites != null && !terms.suite().equals(Offers.choice(stock.suiteNames(), theirSuites)))
            throw RekeyCodec.malformed("suite '" + terms.suite() + "' is not the first of " + stock.suiteNames() + " that the peer has: " + theirSuites);
        var compressions = stock.compressions(terms.compressions());
        if (compressions.size() < terms.compressions().size())
            throw RekeyCodec.malformed("compressions " + terms.compressions() + " were not all offered");
        var chain = party.chain().next(secret(choice));
        newer = chain;
        if (!transcript.isProved(FrameType.REKEY2, choiceBody, choice.proof(), crypto, party, chain))
            throw new RekeyFailed(CloseCode.AUTHENTICATION, "the peer does not prove the new key and what was said");
        transcript.add(FrameType.REKEY2, choiceBody);
        return new Answer(confirm(chain), renewal(chain, suite, compressions), theirSuites);
    }

    private byte[] confirm(KeyChain chain) {
        byte[] body = transcript.proved(FrameType.REKEY3, RekeyCodec.encode(new Confirmation(Proof.empty())), crypto, party, chain);
        transcript.add(FrameType.REKEY3, body);
        return body;
    }

    private Renewal renewal(KeyChain chain, Suite suite, List<Compression> compressions) {
        var block = chain.block(transcript.hash());
        var there = block.initiatorToResponder();
        var back = block.responderToInitiator();
        return new Renewal(new LinkKeys(suite, true, there.key(), there.iv(), back.key(), back.iv()), compressions);
    }

    private byte[] secret(Choice choice) throws RekeyFailed {
        var mine = ephemeral;
        if (mine == null) throw new IllegalStateException("an answer before the offer");
        try {
            return mine.secret(choice.x25519(), choice.ciphertext());
        } catch (InvalidKeyException unusable) {
            throw RekeyCodec.malformed("an unusable key: " + unusable.getMessage());
        }
    }

    /// REKEY4: what follows it is under the new key. Returns who goes on from here.
    RekeyParty finish(byte[] endBody) throws RekeyFailed {
        var chain = newer;
        if (chain == null) throw new IllegalStateException("an end before the answer");
        if (!transcript.isFinished(FrameType.REKEY4, endBody, RekeyCodec.end(endBody).finished(), Direction.R2I, chain))
            throw new RekeyFailed(CloseCode.AUTHENTICATION, "the peer's last message does not prove what was said before");
        transcript.add(FrameType.REKEY4, endBody);
        chain.concluded(transcript.hash());
        return party.next(chain);
    }

    void wipe() {
        var chain = newer;
        if (chain != null) chain.wipe();
    }
}
