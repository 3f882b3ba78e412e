package org.nettunnel.system.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nettunnel.api.compression.Compression;
import org.nettunnel.api.crypto.StreamCipher;
import org.nettunnel.api.crypto.Suite;
import org.nettunnel.compression.deflate.DeflateCompression;
import org.nettunnel.compression.lz4.Lz4Compression;
import org.nettunnel.compression.zstd.ZstdCompression;
import org.nettunnel.crypto.bouncycastle.BouncyAesGcmSivSuite;
import org.nettunnel.crypto.bouncycastle.BouncyAesGcmSuite;
import org.nettunnel.crypto.bouncycastle.BouncyChaChaSuite;
import org.nettunnel.crypto.jdk.AesGcmSuite;
import org.nettunnel.crypto.jdk.ChaChaSuite;
import org.nettunnel.crypto.jdk.JdkKeySchedule;
import org.nettunnel.crypto.nasccl.FirstGeneration;
import org.nettunnel.crypto.nasccl.Permafrost;
import org.nettunnel.system.process.Product;
import org.nettunnel.tunnel.cascade.AloneSuite;
import org.nettunnel.tunnel.cascade.CascadeSuite;

/// Suites and compressions alone, without network: what their arithmetic costs.
final class InProcess {
    private static final List<Compression> COMPRESSIONS = List.of(new DeflateCompression(), new ZstdCompression(), new Lz4Compression());

    private InProcess() {}

    static Sheet suites(Rounds rounds) throws Exception {
        Map<String, Suite> suites = new LinkedHashMap<>();
        suites.put("AES-256-GCM, JDK", new AesGcmSuite());
        suites.put("ChaCha20-Poly1305, JDK", new ChaChaSuite());
        suites.put("AES-256-GCM, Bouncy Castle", new BouncyAesGcmSuite());
        suites.put("ChaCha20-Poly1305, Bouncy Castle", new BouncyChaChaSuite());
        suites.put("AES-256-GCM-SIV, Bouncy Castle", new BouncyAesGcmSivSuite());
        for (StreamCipher cipher : streamCiphers()) {
            for (Suite suite : List.of(new CascadeSuite(cipher, new AesGcmSuite(), new JdkKeySchedule()), new AloneSuite(cipher, new JdkKeySchedule())))
                suites.put(suite.name() + ", legacy", suite);
        }
        List<String> rows = List.copyOf(suites.keySet());
        rounds.run(rows, row -> SealLoad.measure(suites.get(row), rounds.warm(), rounds.measured()));
        return new Sheet("suites in one process: records of 32 KiB, per second of CPU time; CPU of both ends; short records have 100 bytes", rows.getFirst(), rows,
                List.of(new Sheet.Column("seal", "seal MiB/s", true), new Sheet.Column("open", "open MiB/s", true),
                        new Sheet.Column("cpu", "CPU s/GiB", true), new Sheet.Column("small", "short/s", true)));
    }

    /// The first generation is there where its table lies beside the checkout.
    private static List<StreamCipher> streamCiphers() {
        List<StreamCipher> ciphers = new ArrayList<>(List.of(new Permafrost()));
        Path tables = Product.root().resolveSibling("shared").resolve("vectors").resolve("nettunnel");
        FirstGeneration.of(tables).ifPresentOrElse(ciphers::add, () -> System.err.println("without NASCCL-1: its table is not in " + tables));
        return ciphers;
    }

    static Sheet compressions(Rounds rounds, Corpus corpus) throws Exception {
        byte[] bytes = corpus.bytes();
        Map<String, Compression> compressions = new LinkedHashMap<>();
        for (Compression compression : COMPRESSIONS) compressions.put(compression.name() + ", " + corpus.title(), compression);
        List<String> rows = List.copyOf(compressions.keySet());
        rounds.run(rows, row -> SqueezeLoad.measure(compressions.get(row), bytes, rounds.measured()));
        return new Sheet("compressions of " + corpus.title() + " in one process: frames of 32 KiB, per second of CPU time; CPU of both ends", rows.getFirst(), rows,
                List.of(new Sheet.Column("ratio", "plain/wire", false), new Sheet.Column("squeeze", "pack MiB/s", true),
                        new Sheet.Column("unsqueeze", "unpack MiB/s", true), new Sheet.Column("cpu", "CPU s/GiB", true)));
    }
}
