package org.nettunnel.system.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;

/// Loopback ports for programs that cannot be told "any".
public final class Ports {
    private Ports() {}

    /// A port that was free a moment ago.
    public static int free() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /// The wished port when it is free, else any.
    public static int freeOr(int wished) throws IOException {
        try (ServerSocket socket = new ServerSocket(wished, 1, InetAddress.getByName("0.0.0.0"))) {
            return socket.getLocalPort();
        } catch (IOException taken) {
            return free();
        }
    }

    public static boolean isOpen(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(loopback(port), 500);
            return true;
        } catch (IOException closed) {
            return false;
        }
    }

    public static InetSocketAddress loopback(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }
}
