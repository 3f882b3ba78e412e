package org.nettunnel.http;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.VirtualThreads;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.nettunnel.api.crypto.Certificates;
import org.nettunnel.api.crypto.Fingerprint;
import org.nettunnel.api.transport.SocketAcceptor;

/// The front door on Jetty: one port, on which TLS carries HTTP/1.1 and the first bytes tell tunnels apart.
///
/// A port that is in use is waited for, not an error: whoever has it may be about to leave.
public class JettyFrontDoor implements FrontDoor, AutoCloseable {
    private static final System.Logger LOG = System.getLogger("org.nettunnel.http");
    private static final int HEADER_BYTES = 8192;
    private static final int BACKLOG = 1024;
    private static final long YEAR_SECONDS = Duration.ofDays(365).toSeconds();
    private static final Duration FIRST_RETRY = Duration.ofMillis(500);
    private static final Duration LONGEST_RETRY = Duration.ofSeconds(10);

    private final DoorSettings settings;
    private final Fingerprint fingerprint;
    private final Routes routes = new Routes();
    private final Collection<SocketAcceptor> acceptors = new CopyOnWriteArrayList<>();
    private final Server server;
    private final DoorConnector connector;
    /// The same as `connector` when the administration is not apart.
    private final DoorConnector adminConnector;
    private final CompletableFuture<InetSocketAddress> listening = new CompletableFuture<>();
    private final CompletableFuture<InetSocketAddress> administration = new CompletableFuture<>();
    private final CountDownLatch closed = new CountDownLatch(1);

    /// Starts to listen, at once or as soon as the port is free.
    ///
    /// @param data where a certificate is kept that is made here
    /// @throws IOException with a sentence when the certificate cannot be had or the address is not this machine's
    public JettyFrontDoor(DoorSettings settings, Certificates certificates, Path data) throws IOException {
        this.settings = settings;
        var certificate = DoorCertificate.open(settings.certificate(), certificates, data);
        fingerprint = certificate.fingerprint();
        var threads = new QueuedThreadPool(32, 4);
        threads.setName("http");
        threads.setDaemon(true);
        threads.setVirtualThreadsExecutor(VirtualThreads.getNamedVirtualThreadsExecutor("http-request-"));
        server = new Server(threads);
        var tlsContext = new SslContextFactory.Server();
        tlsContext.setSslContext(certificate.context());
        tlsContext.setIncludeProtocols("TLSv1.3");
        var http = new HttpConnectionFactory(http());
        var tls = new TakeableTls.Factory(tlsContext, http.getProtocol());
        connector = new DoorConnector(server, settings.limits(), new FirstBytesFactory(tls, () -> acceptors), tls, http);
        server.addConnector(connector);
        if (settings.admin().isPresent()) {
            adminConnector = new DoorConnector(server, settings.limits(), new FirstBytesFactory(tls, List::of), tls, http);
            server.addConnector(adminConnector);
            routes.separate(connector, adminConnector);
        } else {
            adminConnector = connector;
        }
        server.setHandler(routes);
        server.setErrorHandler(new ErrorAnswer());
        server.setStopTimeout(0);
        listen();
    }

    @Override
    public Registration handle(String prefix, Handler handler) {
        return routes.add(prefix, handler);
    }

    @Override
    public Registration upgrade(String path, String protocol, TlsAcceptor acceptor) {
        return routes.add(path, new UpgradeRoute(path, protocol, acceptor));
    }

    @Override
    public CompletionStage<InetSocketAddress> listening() {
        return listening.minimalCompletionStage();
    }

    @Override
    public CompletionStage<InetSocketAddress> administration() {
        return administration.minimalCompletionStage();
    }

    /// At which the node itself answers, for tunnels and for its administration; none until they could be opened.
    public Set<Integer> ports() {
        return Stream.of(listening, administration).filter(at -> at.isDone() && !at.isCompletedExceptionally()).map(at -> at.join().getPort()).collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public Fingerprint fingerprint() {
        return fingerprint;
    }

    /// Connections that start with the acceptor's preface go to it from now on.
    ///
    /// @throws IllegalArgumentException when the preface is not 4 to 16 bytes or looks like TLS
    public void add(SocketAcceptor acceptor) {
        byte[] preface = acceptor.preface();
        if (preface.length < 4 || preface.length > 16 || preface[0] == FirstBytes.TLS_HANDSHAKE)
            throw new IllegalArgumentException("a preface has 4 to 16 bytes and does not start with 0x16; " + acceptor + " has " + preface.length);
        acceptors.add(acceptor);
    }

    public void remove(SocketAcceptor acceptor) {
        acceptors.remove(acceptor);
    }

    /// How many connections are with HTTP or on their way through the door; tunnels are not among them.
    public int connections() {
        return connector == adminConnector ? connector.present() : connector.present() + adminConnector.present();
    }

    @Override
    public void close() {
        closed.countDown();
        synchronized (server) {
            try {
                server.stop();
            } catch (Exception failed) {
                LOG.log(Level.WARNING, "the https port did not stop cleanly", failed);
            }
        }
    }

    private static HttpConfiguration http() {
        var http = new HttpConfiguration();
        http.setRequestHeaderSize(HEADER_BYTES);
        http.setSendServerVersion(false);
        http.setSendXPoweredBy(false);
        http.setHttpCompliance(HttpCompliance.RFC9110);
        http.setUriCompliance(UriCompliance.DEFAULT);
        // No SNI check (decision 0009): nodes are dialled by names and addresses that no certificate lists. Who may speak to the
        // console is decided by its Host and Origin lists, who may speak to the tunnel by its own handshake.
        http.addCustomizer(new SecureRequestCustomizer(false, false, YEAR_SECONDS, false));
        return http;
    }

    private void listen() throws IOException {
        try {
            open();
        } catch (BindException taken) {
            if (!isOurAddress())
                throw new IOException("cannot listen on '" + settings.bind()
                        + "': it is no address of this machine; choose another with --bind or in settings.json (http, bind)", taken);
            LOG.log(Level.ERROR, "the port cannot be used, trying again until it can: free it, or choose another with --port or in settings.json (http, port)"
                    + " port=" + settings.port() + " reason=\"" + taken.getMessage() + "\"");
            Thread.ofVirtual().name("http-port").start(this::retry);
        }
    }

    private void retry() {
        Duration wait = FIRST_RETRY;
        try {
            while (!closed.await(wait.toMillis(), TimeUnit.MILLISECONDS)) {
                try {
                    open();
                    return;
                } catch (BindException stillTaken) {
                    wait = wait.multipliedBy(2).compareTo(LONGEST_RETRY) < 0 ? wait.multipliedBy(2) : LONGEST_RETRY;
                }
            }
        } catch (InterruptedException | IOException given) {
            LOG.log(Level.ERROR, "the https port will not be opened any more", given);
        }
    }

    private void open() throws IOException {
        var ports = new ArrayList<ServerSocketChannel>();
        try {
            ports.add(bound(address(settings.bind(), settings.port())));
            if (settings.admin().isPresent()) ports.add(bound(address(settings.admin().get().bind(), settings.admin().get().port())));
            start(ports);
        } catch (IOException | RuntimeException failed) {
            for (ServerSocketChannel port : ports) port.close();
            throw failed;
        }
    }

    private static ServerSocketChannel bound(InetSocketAddress address) throws IOException {
        var port = ServerSocketChannel.open();
        try {
            port.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            return port.bind(address, BACKLOG);
        } catch (IOException | RuntimeException failed) {
            port.close();
            throw failed;
        }
    }

    /// @param ports that of the node, and that of the administration where it is apart
    private void start(List<ServerSocketChannel> ports) throws IOException {
        synchronized (server) {
            if (closed.getCount() == 0) {
                for (ServerSocketChannel port : ports) port.close();
                return;
            }
            connector.open(ports.getFirst());
            if (adminConnector != connector) adminConnector.open(ports.getLast());
            try {
                server.start();
            } catch (Exception failed) {
                throw new IOException("the https server does not start: " + failed.getMessage(), failed);
            }
        }
        tell("listening", ports.getFirst(), listening);
        if (adminConnector != connector) tell("listening for the administration", ports.getLast(), administration);
        else administration.complete((InetSocketAddress) ports.getFirst().getLocalAddress());
    }

    private static void tell(String what, ServerSocketChannel port, CompletableFuture<InetSocketAddress> told) throws IOException {
        var where = (InetSocketAddress) port.getLocalAddress();
        LOG.log(Level.INFO, what + " bind=" + where.getAddress().getHostAddress() + " port=" + where.getPort());
        told.complete(where);
    }

    private static InetSocketAddress address(String bind, int port) throws IOException {
        return bind.isBlank() ? new InetSocketAddress(port) : new InetSocketAddress(InetAddress.getByName(bind), port);
    }

    private boolean isOurAddress() throws IOException {
        try (var probe = ServerSocketChannel.open()) {
            probe.bind(new InetSocketAddress(address(settings.bind(), 0).getAddress(), 0));
            return true;
        } catch (BindException foreign) {
            return false;
        }
    }
}
