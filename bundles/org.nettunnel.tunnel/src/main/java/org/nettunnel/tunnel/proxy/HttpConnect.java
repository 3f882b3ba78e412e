package org.nettunnel.tunnel.proxy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.nettunnel.api.transport.Address;
import org.nettunnel.api.tunnel.ProxyConfig;

/// Asks an HTTP proxy for a connection (RFC 9110 §9.3.6); the login, if there is one, is sent at once (RFC 7617).
record HttpConnect(ProxyConfig.Server proxy, Address address) {
    private static final int LONGEST_HEAD = 8192;
    private static final int LONGEST_QUOTE = 60;
    private static final Pattern STATUS_LINE = Pattern.compile("HTTP/1\\.[01] ([1-5][0-9]{2})(?: (.*))?");
    /// Blanks around the value are not its business: three quantifiers that all take blanks need hours for a line of them.
    private static final Pattern FIELD = Pattern.compile("([!#$%&'*+.^_`|~0-9A-Za-z-]+):(.*)");
    private static final Pattern SCHEME = Pattern.compile("[A-Za-z0-9-]{1,20}");

    void ask(Talk talk) throws IOException {
        talk.say(("CONNECT " + address + " HTTP/1.1\r\nHost: " + address + "\r\n" + authorization() + "\r\n").getBytes(StandardCharsets.US_ASCII));
        check(head(talk));
    }

    private String authorization() {
        ProxyConfig.Login login = proxy.login();
        if (login == null) return "";
        byte[] user = (login.user() + ":").getBytes(StandardCharsets.UTF_8), password = login.password().bytes();
        byte[] both = java.util.Arrays.copyOf(user, user.length + password.length);
        System.arraycopy(password, 0, both, user.length, password.length);
        return "Proxy-Authorization: Basic " + Base64.getEncoder().encodeToString(both) + "\r\n";
    }

    /// The lines of the answer without the empty one, read byte by byte: the one behind it is the tunnel's.
    private List<String> head(Talk talk) throws IOException {
        var head = new StringBuilder();
        while (head.length() < LONGEST_HEAD) {
            head.append((char) (talk.hear(1)[0] & 0xff));
            if (head.length() == STATUS_LINE_START.length() && !head.toString().equals(STATUS_LINE_START)) throw notHttp();
            if (endsWithEmptyLine(head)) return List.of(head.substring(0, head.length() - 4).split("\r\n", -1));
        }
        throw new ProxyRefused("the proxy " + proxy + " answered with more than " + LONGEST_HEAD + " bytes of headers: is it an HTTP proxy?");
    }

    /// Where it is something else this is seen at once, and not at the deadline.
    private static final String STATUS_LINE_START = "HTTP/1.";

    private static boolean endsWithEmptyLine(StringBuilder head) {
        int length = head.length();
        return length >= 4 && head.charAt(length - 1) == '\n' && head.substring(length - 4).equals("\r\n\r\n");
    }

    private void check(List<String> lines) throws ProxyRefused {
        Matcher status = STATUS_LINE.matcher(lines.getFirst());
        if (!status.matches()) throw notHttp();
        String schemes = "";
        for (String line : lines.subList(1, lines.size())) {
            Matcher field = FIELD.matcher(line);
            if (!field.matches()) throw new ProxyRefused("the proxy " + proxy + " sent a malformed HTTP header: is it an HTTP proxy?");
            Matcher scheme = SCHEME.matcher(field.group(2).strip());
            if (field.group(1).equalsIgnoreCase("Proxy-Authenticate") && scheme.lookingAt()) schemes += (schemes.isEmpty() ? "" : ", ") + scheme.group();
        }
        if (status.group(1).startsWith("2")) return;
        throw new ProxyRefused("the proxy " + proxy + " " + meaning(status.group(1), schemes) + said(status));
    }

    private String meaning(String status, String schemes) {
        // some say 401 where 407 is meant
        boolean isLogin = status.equals("407") || status.equals("401") && proxy.login() != null;
        return switch (isLogin ? "407" : status) {
            case "407" -> login(schemes);
            case "401", "403" -> "forbids connections to " + address + ": ask who runs it to allow them, or make the peer listen at a port it allows, such as 443";
            case "404" -> "does not know " + address + ": its name service cannot resolve the name";
            case "500", "502", "503" -> "cannot reach " + address + ": its name service does not know the name, or the peer's port is closed to it";
            case "504" -> "cannot reach " + address + ": the peer did not answer it in time";
            case "400", "405", "501" -> "does not do CONNECT to " + address + ": is it a web server instead of a proxy?";
            default -> status.startsWith("3") ? "sends us elsewhere: it wants a login page in a browser first, or is no proxy" : "did not connect to " + address;
        };
    }

    private String login(String schemes) {
        ProxyConfig.Login login = proxy.login();
        if (!schemes.isEmpty() && !schemes.matches("(?i).*\\bBasic\\b.*"))
            return "wants a login by " + schemes + ", and this node can only do Basic";
        return login == null ? "wants a login: give its user in the proxy's URL, http://USER@HOST:PORT, and the password"
                : "does not accept the login of '" + login.user() + "': are user and password right?";
    }

    private static String said(Matcher status) {
        String reason = status.group(2) == null ? "" : status.group(2).replaceAll("[^\\x20-\\x7e]", "?");
        return " (it answered " + (status.group(1) + " " + reason.substring(0, Math.min(LONGEST_QUOTE, reason.length()))).strip() + ")";
    }

    private ProxyRefused notHttp() {
        return new ProxyRefused("the proxy " + proxy + " does not answer in HTTP/1.1: is it another kind of proxy?");
    }
}
