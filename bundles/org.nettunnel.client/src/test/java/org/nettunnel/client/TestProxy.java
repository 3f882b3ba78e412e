package org.nettunnel.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/// A small proxy, by CONNECT and by SOCKS5 on one port, that may want a login.
final class TestProxy implements AutoCloseable {
    private final ServerSocket door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final String user;
    private final String password;

    /// @param user empty where everybody may
    TestProxy(String user, String password) throws IOException {
        this.user = user;
        this.password = password;
        Thread.startVirtualThread(() -> {
            try {
                for (;;) serve(door.accept());
            } catch (IOException over) {
                // the test is over
            }
        });
    }

    int port() {
        return door.getLocalPort();
    }

    private void serve(Socket client) {
        Thread.startVirtualThread(() -> {
            try (client) {
                InputStream in = client.getInputStream();
                int first = in.read();
                if (first == 5) socks(client, in, client.getOutputStream());
                else if (first == 'C') connect(client, in, client.getOutputStream());
            } catch (IOException gone) {
                // so is the connection
            }
        });
    }

    private void connect(Socket client, InputStream in, OutputStream out) throws IOException {
        var head = new StringBuilder("C");
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) return;
            head.append((char) next);
        }
        String login = Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
        if (!user.isEmpty() && !head.toString().contains("Proxy-Authorization: Basic " + login + "\r\n")) {
            out.write("HTTP/1.1 407 Login\r\nProxy-Authenticate: Basic realm=\"here\"\r\n\r\n".getBytes());
            return;
        }
        String target = head.toString().split(" ")[1];
        int colon = target.lastIndexOf(':');
        try (Socket there = new Socket()) {
            there.connect(new InetSocketAddress(InetAddress.getByName(target.substring(0, colon)), Integer.parseInt(target.substring(colon + 1))));
            out.write("HTTP/1.1 200 Connected\r\n\r\n".getBytes());
            relay(client, there);
        } catch (IOException unreached) {
            out.write("HTTP/1.1 502 Not there\r\n\r\n".getBytes());
        }
    }

    private void socks(Socket client, InputStream in, OutputStream out) throws IOException {
        byte[] methods = in.readNBytes(in.read());
        boolean offersLogin = new String(methods, StandardCharsets.ISO_8859_1).indexOf(2) >= 0;
        byte method = (byte) (user.isEmpty() ? 0 : offersLogin ? 2 : 0xff);
        out.write(new byte[] {5, method});
        if (method == (byte) 0xff) return;
        if (method == 2) {
            in.read();
            boolean isRight = new String(in.readNBytes(in.read()), StandardCharsets.UTF_8).equals(user);
            isRight &= new String(in.readNBytes(in.read()), StandardCharsets.UTF_8).equals(password);
            out.write(new byte[] {1, (byte) (isRight ? 0 : 1)});
            if (!isRight) return;
        }
        int kind = in.readNBytes(4)[3];
        byte[] host = in.readNBytes(kind == 1 ? 4 : kind == 4 ? 16 : in.read());
        int port = Short.toUnsignedInt(ByteBuffer.wrap(in.readNBytes(2)).getShort());
        InetAddress address = kind == 3 ? InetAddress.getByName(new String(host, StandardCharsets.US_ASCII)) : InetAddress.getByAddress(host);
        try (Socket there = new Socket(address, port)) {
            out.write(new byte[] {5, 0, 0, 1, 0, 0, 0, 0, 0, 0});
            relay(client, there);
        }
    }

    private static void relay(Socket client, Socket there) throws IOException {
        Thread.startVirtualThread(() -> {
            try {
                there.getInputStream().transferTo(client.getOutputStream());
                client.shutdownOutput();
            } catch (IOException gone) {
                // so is the other direction
            }
        });
        client.getInputStream().transferTo(there.getOutputStream());
    }

    @Override
    public void close() throws IOException {
        door.close();
    }
}
