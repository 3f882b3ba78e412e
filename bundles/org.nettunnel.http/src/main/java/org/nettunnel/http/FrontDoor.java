package org.nettunnel.http;

import java.net.InetSocketAddress;
import java.util.concurrent.CompletionStage;

import org.eclipse.jetty.server.Handler;
import org.nettunnel.api.crypto.Fingerprint;

/// The node's one port, to which other bundles add what answers there.
///
/// The administration may have a port apart: then tunnels are made at the one, and all else is answered at the other; only `/livez` at both.
///
/// **Threads:** any; registrations take effect at once and never restart the port.
public interface FrontDoor {
    /// Lets `handler` answer requests whose path is `prefix` or lies below it; the longest prefix wins.
    ///
    /// Handlers run on virtual threads and may block. The prefix is not taken off the path.
    ///
    /// @param prefix starts with `/`, such as `/api/` or `/`
    /// @throws IllegalArgumentException when the prefix does not start with a slash or is taken
    Registration handle(String prefix, Handler handler);

    /// Hands connections whose client asks for `GET path` with `Upgrade: protocol` to `acceptor`, after the `101`.
    ///
    /// @throws IllegalArgumentException when the path does not start with a slash or is taken
    Registration upgrade(String path, String protocol, TlsAcceptor acceptor);

    /// Where the door listens, with the real port; completes late when the port is still in use by another program.
    CompletionStage<InetSocketAddress> listening();

    /// Where the administration answers: at a port of its own where one is set, else at the same.
    default CompletionStage<InetSocketAddress> administration() {
        return listening();
    }

    /// SHA-256 of the certificate, for people to compare.
    Fingerprint fingerprint();

    /// Something that was added to the door; closing takes it away.
    interface Registration extends AutoCloseable {
        @Override
        void close();
    }
}
