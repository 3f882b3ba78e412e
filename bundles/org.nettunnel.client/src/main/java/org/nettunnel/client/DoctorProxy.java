package org.nettunnel.client;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.tunnel.ProxyConfig.Login;
import org.nettunnel.api.tunnel.ProxyConfig.Server;
import org.nettunnel.api.tunnel.proxy.NoProxy;

/// What a [Doctor] says to a proxy, and what he makes of its answers.
record DoctorProxy(Server proxy, NodeAddress to) {
    private static final String CLOSED = "It closed the connection.";

    /// Has the proxy connect `socket` to the node.
    void ask(Socket socket) throws IOException {
        switch (proxy.protocol()) {
            case HTTP -> connect(socket);
            case SOCKS5 -> socks(socket.getInputStream(), socket.getOutputStream());
        }
    }

    private String target() {
        return (to.host().contains(":") ? "[" + to.host() + "]" : to.host()) + ":" + to.port();
    }

    private void connect(Socket socket) throws IOException {
        Login login = proxy.login();
        String both = login == null ? "" : login.user() + ":" + new String(login.password().bytes(), StandardCharsets.UTF_8);
        String authorization = login == null ? "" : "Proxy-Authorization: Basic " + Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.UTF_8)) + "\r\n";
        socket.getOutputStream().write(("CONNECT " + target() + " HTTP/1.1\r\nHost: " + target() + "\r\n" + authorization + "\r\n").getBytes(StandardCharsets.US_ASCII));
        List<String> head = DoctorWire.head(socket.getInputStream());
        String status = DoctorWire.statusOf(head);
        if (status.startsWith("2")) return;
        throw new DoctorFinding("The proxy " + proxy + " answered " + status + " to CONNECT " + target() + ".", remedy(status, DoctorWire.header(head, "proxy-authenticate")));
    }

    private String remedy(String status, @Nullable String wanted) {
        return switch (status) {
            case "407" -> login(wanted);
            case "401", "403" -> "The proxy forbids this address or port: ask who runs it to allow it, or have the node listen at a port that it allows, such as 443.";
            case "404", "502", "503", "504" -> "The proxy does not reach the node: look whether the proxy's network knows its name, and whether the node's port is open to the proxy.";
            case "400", "405", "501" -> "The proxy does no CONNECT: look whether it is a web server, or another kind of proxy.";
            default -> "Look whether the proxy lets connections to that port through, and whether it is a proxy at all.";
        };
    }

    private String login(@Nullable String wanted) {
        if (wanted != null && !wanted.toLowerCase(java.util.Locale.ROOT).contains("basic"))
            return "The proxy wants a login by another way than Basic, which NetTunnel has not: ask who runs the proxy to allow Basic, or this address without a login.";
        return proxy.login() == null ? "The proxy wants a login: name its user in the proxy's URL, http://USER@HOST:PORT, and give the password."
                : "The proxy does not accept this login: look whether user and password are right.";
    }

    /// RFC 1928, and RFC 1929 for the login.
    private void socks(InputStream in, OutputStream out) throws IOException {
        Login login = proxy.login();
        out.write(login == null ? new byte[] {5, 1, 0} : new byte[] {5, 2, 0, 2});
        byte[] method = heard(in, 2);
        if (method[0] != 5) throw new DoctorFinding("The proxy " + proxy + " does not speak SOCKS5.", "Look whether it is an HTTP proxy: then its URL begins with http://.");
        if (method[1] == 2 && login != null) logIn(in, out, login);
        else if (method[1] != 0)
            throw new DoctorFinding("The proxy " + proxy + " lets nobody in without a login.", "Name its user in the proxy's URL, socks5://USER@HOST:PORT, and give the password.");
        out.write(request());
        byte[] reply = heard(in, 4);
        if (reply[1] != 0) throw new DoctorFinding("The proxy " + proxy + " did not connect to " + target() + " (SOCKS5 reply " + reply[1] + ").", meaning(reply[1]));
        heard(in, (reply[3] == 1 ? 4 : reply[3] == 4 ? 16 : heard(in, 1)[0] & 0xff) + 2);
    }

    private void logIn(InputStream in, OutputStream out, Login login) throws IOException {
        byte[] user = login.user().getBytes(StandardCharsets.UTF_8), password = login.password().bytes();
        out.write(ByteBuffer.allocate(3 + user.length + password.length).put((byte) 1).put((byte) user.length).put(user).put((byte) password.length).put(password).array());
        if (heard(in, 2)[1] != 0) throw new DoctorFinding("The proxy " + proxy + " does not accept the login.", "Look whether user and password are right.");
    }

    private byte[] request() {
        InetAddress literal = NoProxy.literal(to.host());
        byte[] host = literal == null ? to.host().getBytes(StandardCharsets.US_ASCII) : literal.getAddress();
        ByteBuffer request = ByteBuffer.allocate(7 + host.length).put(new byte[] {5, 1, 0, (byte) (literal == null ? 3 : host.length == 4 ? 1 : 4)});
        if (literal == null) request.put((byte) host.length);
        request.put(host).putShort((short) to.port());
        byte[] bytes = new byte[request.position()];
        request.flip().get(bytes);
        return bytes;
    }

    private static String meaning(byte reply) {
        return switch (reply) {
            case 2 -> "The proxy forbids this address or port: ask who runs it to allow it.";
            case 3, 4, 5, 6 -> "The proxy does not reach the node: look whether the proxy's network knows its name, and whether the node's port is open to the proxy.";
            default -> "Look at the proxy's log.";
        };
    }

    private static byte[] heard(InputStream in, int length) throws IOException {
        byte[] heard = in.readNBytes(length);
        if (heard.length < length) throw new EOFException(CLOSED);
        return heard;
    }
}
