package org.nettunnel.system;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.nettunnel.system.framework.SteadyStream;
import org.nettunnel.system.process.NodePair;
import org.nettunnel.system.process.Product;
import org.nettunnel.system.process.ProductNode;
import org.nettunnel.system.process.Scratch;
import org.nettunnel.system.server.OwnServer;
import org.nettunnel.system.site.Bundles;
import org.nettunnel.system.site.ClassLog;
import org.nettunnel.system.site.FileServer;
import org.nettunnel.system.site.SigningKey;
import org.nettunnel.system.site.SiteForge;
import org.nettunnel.system.site.Snapshot;
import org.nettunnel.system.site.TrustStore;

/// Two nodes with streams between them, and all that good and bad people need to make and to serve update sites.
final class SitesFixture implements AutoCloseable {
    /// What a node may write at any time, whatever becomes of a work: its API's address, its audit log, what it knows of its sites, the framework's own notes on
    /// when it wrote what, and p2's on what the installation is made of.
    private static final Pattern MAY_CHANGE = Pattern.compile("data/(local-admin\\.json|audit/(head|audit-\\d+\\.jsonl)|provisioning/sites\\.json|platform/org\\.eclipse\\.osgi/(\\.manager/.*|framework\\.info\\.?\\d+(\\.tmp)?)"
            + "|p2(/org\\.eclipse\\.equinox\\.p2\\.engine(/profileRegistry(/\\w+\\.profile(/(\\.lock|state\\.properties|\\.data(/\\.settings(/.*)?)?|\\d+\\.profile\\.gz))?)?)?)?)");
    private static final Duration PACE = Duration.ofMillis(50);
    final SigningKey signer = SigningKey.of("signer of the proof");
    final SigningKey stranger = SigningKey.of("stranger");
    final SigningKey authority = SigningKey.of("authority of the distribution");
    final Scratch scratch = Scratch.make("sites");
    final SiteForge forge;
    final Path folder = scratch.file("site");
    final FileServer server;
    final NodePair pair;
    final ProductNode node;
    final ClassLog classes;
    final Bundles bundles;
    final List<SteadyStream> streams = new ArrayList<>();
    private final OwnServer echo = OwnServer.echo();

    SitesFixture() throws IOException, InterruptedException {
        Product product = Product.find();
        forge = new SiteForge(product, signer, stranger, authority.issue("trusted by Java"));
        SigningKey host = SigningKey.of("127.0.0.1");
        server = new FileServer(forge.good("1.0.0").write(folder), host);
        String trust = TrustStore.write(scratch.file("cacerts"), authority, host);
        // it has an installation of its own, which a work may not touch
        node = ProductNode.of("inner", product.copyTo(scratch.file("installation")));
        classes = new ClassLog(node, trust);
        pair = NodePair.start(ProductNode.of("outer", product), node, "tcp");
        bundles = new Bundles(node);
        bundles.add(folder.toString(), signer);
        for (String compression : List.of("off", "deflate"))
            streams.add(new SteadyStream("beside the sites, " + compression,
                    pair.endpoint(pair.outer(), "127.0.0.1:" + echo.port(), compression).port(), PACE));
    }

    /// The node's files and those of its installation.
    Snapshot snapshot() throws IOException {
        return Snapshot.of(MAY_CHANGE.asMatchPredicate(), node.dataDirectory(), node.configDirectory(), node.product().home());
    }

    /// Each stream carried more than it had.
    void awaitStreams() throws InterruptedException {
        for (SteadyStream stream : streams) stream.awaitEchoed(stream.echoed());
    }

    @Override
    public void close() throws IOException {
        for (SteadyStream stream : streams) stream.close();
        pair.close();
        server.close();
        echo.close();
        scratch.close();
    }
}
