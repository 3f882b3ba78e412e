package org.nettunnel.tunnel.proxy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.transport.Address;
import org.nettunnel.api.tunnel.ProxyConfig;
import org.nettunnel.api.tunnel.proxy.NoProxy;

/// Asks a SOCKS5 proxy for a connection (RFC 1928), after user and password where they are given (RFC 1929); it resolves names.
record Socks5(ProxyConfig.Server proxy, Address address) {
    private static final int VERSION = 5, LOGIN_VERSION = 1, CONNECT = 1;
    private static final int NO_LOGIN = 0, USER_AND_PASSWORD = 2, NO_METHOD = 0xff;
    private static final int IPV4 = 1, NAME = 3, IPV6 = 4;
    private static final int LONGEST_NAME = 255, PORT_BYTES = 2;

    void ask(Talk talk) throws IOException {
        ProxyConfig.Login login = proxy.login();
        talk.say(login == null ? new byte[] { VERSION, 1, NO_LOGIN } : new byte[] { VERSION, 2, NO_LOGIN, USER_AND_PASSWORD });
        byte[] choice = talk.hear(2);
        checkVersion(choice[0]);
        int method = choice[1] & 0xff;
        if (method == USER_AND_PASSWORD && login != null) logIn(talk, login);
        else if (method != NO_LOGIN) throw new ProxyRefused("the proxy " + proxy + " " + wanted(method, login));
        talk.say(request());
        hearReply(talk);
    }

    private static String wanted(int method, ProxyConfig.@Nullable Login login) {
        if (method != NO_METHOD) return "chose a method of authentication that was not offered, number " + method;
        return login == null ? "wants a login: give its user in the proxy's URL, socks5://USER@HOST:PORT, and the password"
                : "accepts neither user and password nor none: which authentication does it want?";
    }

    private void logIn(Talk talk, ProxyConfig.Login login) throws IOException {
        byte[] user = login.user().getBytes(StandardCharsets.UTF_8), password = login.password().bytes();
        var request = new ByteArrayOutputStream();
        request.write(LOGIN_VERSION);
        request.write(user.length);
        request.writeBytes(user);
        request.write(password.length);
        request.writeBytes(password);
        talk.say(request.toByteArray());
        if (talk.hear(2)[1] != 0)
            throw new ProxyRefused("the proxy " + proxy + " does not accept the login of '" + login.user() + "': are user and password right?");
    }

    private byte[] request() throws ProxyRefused {
        var request = new ByteArrayOutputStream();
        request.writeBytes(new byte[] { VERSION, CONNECT, 0 });
        InetAddress literal = NoProxy.literal(address.host());
        if (literal == null) {
            byte[] name = address.host().getBytes(StandardCharsets.US_ASCII);
            if (name.length > LONGEST_NAME) throw new ProxyRefused("host '" + address.host() + "' is longer than the " + LONGEST_NAME + " bytes SOCKS5 can carry");
            request.write(NAME);
            request.write(name.length);
            request.writeBytes(name);
        } else {
            request.write(literal.getAddress().length == 4 ? IPV4 : IPV6);
            request.writeBytes(literal.getAddress());
        }
        request.write(address.port() >> 8);
        request.write(address.port());
        return request.toByteArray();
    }

    private void hearReply(Talk talk) throws IOException {
        byte[] reply = talk.hear(4);
        checkVersion(reply[0]);
        int code = reply[1] & 0xff;
        // some close right behind the code: what it says is worth more than the rest
        if (code != 0) throw new ProxyRefused("the proxy " + proxy + " " + meaning(code));
        switch (reply[3]) {
            case IPV4 -> talk.hear(4 + PORT_BYTES);
            case IPV6 -> talk.hear(16 + PORT_BYTES);
            case NAME -> talk.hear((talk.hear(1)[0] & 0xff) + PORT_BYTES);
            default -> throw new ProxyRefused("the proxy " + proxy + " answered with an address of unknown type " + (reply[3] & 0xff) + ": is it a SOCKS5 proxy?");
        }
    }

    private String meaning(int code) {
        String why = switch (code) {
            case 1 -> "general SOCKS server failure";
            case 2 -> "connection not allowed by its rules: ask who runs it to allow it";
            case 3 -> "network unreachable";
            case 4 -> "host unreachable, or its name service does not know the name";
            case 5 -> "connection refused: is the peer running, and is this its port?";
            case 6 -> "TTL expired";
            case 7 -> "command not supported";
            case 8 -> "address type not supported";
            default -> "reply " + code + ", which no standard defines";
        };
        return "cannot reach " + address + ": " + why;
    }

    private void checkVersion(byte version) throws ProxyRefused {
        if (version == VERSION) return;
        throw new ProxyRefused("the proxy " + proxy + " does not speak SOCKS5" + (version == 'H' ? ": it answers like an HTTP proxy, http://" + proxy.address() : ""));
    }
}
