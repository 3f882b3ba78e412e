package org.nettunnel.tunnel.rekey;

import java.util.List;
import java.util.function.Supplier;

import org.nettunnel.api.compression.Compression;
import org.nettunnel.api.crypto.SigningKey;
import org.nettunnel.api.crypto.Suite;
import org.nettunnel.api.tunnel.PeerIdentity;
import org.nettunnel.compression.deflate.DeflateCompression;
import org.nettunnel.crypto.jdk.AesGcmSuite;
import org.nettunnel.crypto.jdk.ChaChaSuite;
import org.nettunnel.crypto.jdk.JdkHybridExchange;
import org.nettunnel.crypto.jdk.JdkKeySchedule;
import org.nettunnel.crypto.jdk.JdkSignatures;
import org.nettunnel.tunnel.handshake.Chains;
import org.nettunnel.tunnel.handshake.Limits;
import org.nettunnel.tunnel.handshake.Offers;

/// Two nodes that have shaken hands, `inner` the one that dialled.
public final class Sides {
    public static final RekeyCrypto CRYPTO = new RekeyCrypto(new JdkHybridExchange(), new JdkSignatures());
    private static final JdkKeySchedule SCHEDULE = new JdkKeySchedule();
    public static final Suite AES = new AesGcmSuite();
    public static final Suite CHACHA = new ChaChaSuite();
    public static final Compression DEFLATE = new DeflateCompression();
    public static final Stock BOTH = new Stock(CRYPTO, List.of(AES, CHACHA), List.of(DEFLATE));
    static final SigningKey INNER = CRYPTO.signatures().generate();
    static final SigningKey OUTER = CRYPTO.signatures().generate();

    public RekeyParty inner() {
        return new RekeyParty(INNER, PeerIdentity.of(OUTER.publicKey()), Chains.fresh(SCHEDULE));
    }

    public RekeyParty outer() {
        return new RekeyParty(OUTER, PeerIdentity.of(INNER.publicKey()), Chains.fresh(SCHEDULE));
    }

    /// What such a link needs; its handshake offered what is in stock now.
    public RekeyStart startInner(Supplier<Stock> stock) {
        return new RekeyStart(inner(), offers(stock.get()), stock.get().suiteNames(), stock);
    }

    public RekeyStart startOuter(Supplier<Stock> stock) {
        return new RekeyStart(outer(), offers(stock.get()), stock.get().suiteNames(), stock);
    }

    private static Offers offers(Stock stock) {
        return new Offers(stock.suiteNames(), stock.compressionNames(), Limits.standard());
    }

    public static Stock only(Suite... suites) {
        return new Stock(CRYPTO, List.of(suites), List.of());
    }
}
