package org.nettunnel.system.server;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// A loopback server in this JVM that does one thing with each connection, on a virtual thread.
public final class OwnServer implements AutoCloseable {
    private final ServerSocket listener;
    private final Behaviour behaviour;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    private OwnServer(Behaviour behaviour) throws IOException {
        this.behaviour = behaviour;
        listener = new ServerSocket(0, 4096, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().name("own server").start(this::accept);
    }

    /// @param behaviour what to do with a connection; it is closed afterwards
    public static OwnServer of(Behaviour behaviour) throws IOException {
        return new OwnServer(behaviour);
    }

    /// Sends back what it reads, until the client has nothing more to say.
    public static OwnServer echo() throws IOException {
        return of(socket -> socket.getInputStream().transferTo(socket.getOutputStream()));
    }

    /// Reads to the end of the client's half, then answers with the SHA-256 of what it read: works only where a half-close arrives as one.
    public static OwnServer digestAtTheEnd() throws IOException {
        return of(socket -> socket.getOutputStream().write(sha256(socket.getInputStream())));
    }

    /// Says everything and closes its half, then reads to the end and keeps the connection till then.
    public static OwnServer speaksFirst(byte[] speech, java.util.concurrent.CompletableFuture<byte[]> heard) throws IOException {
        return of(socket -> {
            socket.getOutputStream().write(speech);
            socket.shutdownOutput();
            heard.complete(sha256(socket.getInputStream()));
        });
    }

    /// Reads one byte, then aborts the connection.
    public static OwnServer resetting() throws IOException {
        return of(socket -> {
            socket.getInputStream().read();
            socket.setSoLinger(true, 0);
        });
    }

    public int port() {
        return listener.getLocalPort();
    }

    /// Connections it holds now.
    public int connections() {
        return open.size();
    }

    private void accept() {
        while (true) {
            try {
                Socket socket = listener.accept();
                open.add(socket);
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            behaviour.serve(socket);
        } catch (IOException _) {
            // the client's side of the story is what tests look at
        } finally {
            open.remove(socket);
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : open) socket.close();
    }

    /// The SHA-256 of a stream up to its end.
    public static byte[] sha256(InputStream stream) throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[256 * 1024];
            for (int read = stream.read(buffer); read >= 0; read = stream.read(buffer)) digest.update(buffer, 0, read);
            return digest.digest();
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("this Java has no SHA-256", impossible);
        }
    }

    /// What a server does with a connection.
    public interface Behaviour {
        void serve(Socket socket) throws IOException;
    }
}
