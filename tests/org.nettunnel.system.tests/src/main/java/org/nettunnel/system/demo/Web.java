package org.nettunnel.system.demo;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/// As much of a web client as a measurement needs, on one kept connection.
final class Web implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 20_000;
    private final Socket socket = new Socket();
    private final InputStream in;
    private final OutputStream out;

    private Web(String host, int port, int patienceMillis) throws IOException {
        try {
            socket.connect(new InetSocketAddress(host, port), patienceMillis);
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.setTcpNoDelay(true);
            in = new BufferedInputStream(socket.getInputStream(), 256 * 1024);
            out = socket.getOutputStream();
        } catch (IOException failed) {
            socket.close();
            throw failed;
        }
    }

    static Web connect(String host, int port) throws IOException {
        return new Web(host, port, PATIENCE_MILLIS);
    }

    /// True when a connection comes about within two seconds.
    static boolean canConnect(String host, int port) {
        try (Web _ = new Web(host, port, 2_000)) {
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    String page(String path) throws IOException {
        return new String(in.readNBytes((int) ask(path)), StandardCharsets.UTF_8);
    }

    /// Downloads and forgets; returns the number of bytes.
    long download(String path) throws IOException {
        long length = ask(path);
        in.skipNBytes(length);
        return length;
    }

    /// The middle of the times that `count` small requests took, in milliseconds.
    double medianMillis(String path, int count) throws IOException {
        double[] millis = new double[count];
        for (int i = 0; i < count; i++) {
            long start = System.nanoTime();
            download(path);
            millis[i] = (System.nanoTime() - start) / 1e6;
        }
        Arrays.sort(millis);
        return millis[count / 2];
    }

    /// Sends a request and reads the head; returns the length of the body.
    private long ask(String path) throws IOException {
        out.write(("GET " + path + " HTTP/1.1\r\nHost: demo\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
        String status = line();
        if (!status.contains(" 200 ")) throw new IOException("the web server answered '" + status + "'");
        long length = 0;
        for (String header = line(); !header.isEmpty(); header = line())
            if (header.toLowerCase(Locale.ROOT).startsWith("content-length:")) length = Long.parseLong(header.substring(15).strip());
        return length;
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) throw new IOException("the connection ended after '" + line + "'");
            if (c != '\r') line.append((char) c);
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
