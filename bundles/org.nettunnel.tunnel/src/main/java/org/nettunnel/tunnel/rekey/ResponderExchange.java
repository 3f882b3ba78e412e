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
import org.nettunnel.tunnel.rekey.RekeyMessage.End;
import org.nettunnel.tunnel.rekey.RekeyMessage.Offer;
import org.nettunnel.tunnel.rekey.RekeyMessage.Proof;
import org.nettunnel.tunnel.rekey.RekeyMessage.Terms;
import org.nettunnel.tunnel.wire.FrameType;
import org.nettunnel.tunnel.wire.LinkKeys;

/// The part of the side that was dialled in one exchange of new keys: bytes in, bytes out, in the order of the methods.
///
/// **Threads:** one at a time; arithmetic, so a virtual one.
final class ResponderExchange {
    private final RekeyParty party;
    private final Stock stock;
    private final RekeyCrypto crypto;
    private final RekeyTranscript transcript;
    private @Nullable KeyChain newer;
    private @Nullable Suite suite;
    private List<Compression> compressions = List.of();
    private RekeyWish.Names theirNames = new RekeyWish.Names(List.of(), List.of());

    /// @param stock kept as it is now: what is chosen stays usable until the exchange is over
    ResponderExchange(RekeyParty party, Stock stock, RekeyCrypto crypto) {
        this.party = party;
        this.stock = stock;
        this.crypto = crypto;
        transcript = new RekeyTranscript(party.chain());
    }

    /// The body of REKEY2, from that of REKEY1: the first suite of the initiator's that is here, and its compressions that are here.
    byte[] choose(byte[] offerBody) throws RekeyFailed {
        var offer = RekeyCodec.offer(offerBody);
        Suite chosen = stock.suite(Offers.choice(offer.suites(), stock.suiteNames())).orElseThrow(
                () -> new RekeyFailed(CloseCode.NO_COMMON_SUITE, "no cipher suite in common any more: the peer offers " + offer.suites()
                        + ", this node has " + stock.suiteNames()));
        suite = chosen;
        theirNames = new RekeyWish.Names(offer.suites(), offer.compressions());
        compressions = stock.compressions(offer.compressions());
        var answer = answer(offer);
        var chain = party.chain().next(answer.secret());
        newer = chain;
        transcript.add(FrameType.REKEY1, offerBody);
        var terms = new Terms(chosen.name(), compressions.stream().map(Compression::name).toList(), stock.suiteNames());
        var choice = new Choice(answer.x25519(), answer.ciphertext(), terms, Proof.empty());
        byte[] body = transcript.proved(FrameType.REKEY2, RekeyCodec.encode(choice), crypto, party, chain);
        transcript.add(FrameType.REKEY2, body);
        return body;
    }

    private HybridExchange.Answer answer(Offer offer) throws RekeyFailed {
        try {
            return crypto.exchange().answer(offer.x25519(), offer.encapsulationKey());
        } catch (InvalidKeyException unusable) {
            throw RekeyCodec.malformed("an unusable key: " + unusable.getMessage());
        }
    }

    /// What the initiator offered.
    RekeyWish.Names theirNames() {
        return theirNames;
    }

    /// What follows from REKEY3: both directions enter the new keys, receiving at once, sending behind REKEY4.
    ///
    /// @param body of REKEY4
    /// @param next who goes on from here
    record Conclusion(byte[] body, Renewal renewal, RekeyParty next) {}

    Conclusion conclude(byte[] confirmationBody) throws RekeyFailed {
        var chain = newer;
        var chosen = suite;
        if (chain == null || chosen == null) throw new IllegalStateException("a confirmation before the choice");
        var confirmation = RekeyCodec.confirmation(confirmationBody);
        if (!transcript.isProved(FrameType.REKEY3, confirmationBody, confirmation.proof(), crypto, party, chain))
            throw new RekeyFailed(CloseCode.AUTHENTICATION, "the peer does not prove the new key and what was said");
        transcript.add(FrameType.REKEY3, confirmationBody);
        var block = chain.block(transcript.hash());
        byte[] body = transcript.finished(FrameType.REKEY4, RekeyCodec.encode(new End(new byte[RekeyCodec.FINISHED_BYTES])), Direction.R2I, chain);
        transcript.add(FrameType.REKEY4, body);
        chain.concluded(transcript.hash());
        var there = block.initiatorToResponder();
        var back = block.responderToInitiator();
        var keys = new LinkKeys(chosen, false, back.key(), back.iv(), there.key(), there.iv());
        return new Conclusion(body, new Renewal(keys, compressions), party.next(chain));
    }

    void wipe() {
        var chain = newer;
        if (chain != null) chain.wipe();
    }
}
