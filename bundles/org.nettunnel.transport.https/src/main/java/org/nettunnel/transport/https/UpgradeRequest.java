package org.nettunnel.transport.https;

import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.nettunnel.api.transport.Address;
import org.nettunnel.api.transport.Wire;

/// Asks a node for `nettunnel/1` by HTTP and understands what comes back, from a node or from whatever is there instead.
///
/// Nothing is sent after the request, and nothing read behind the answer's empty line: the next byte belongs to the tunnel.
record UpgradeRequest(Address address) {
    static final String PATH = "/tunnel/1";
    static final String PROTOCOL = "nettunnel/1";
    private static final int LONGEST_HEAD = 8192;
    private static final Pattern STATUS_LINE = Pattern.compile("HTTP/1\\.1 ([1-9][0-9]{2})(?: ([\\x20-\\x7e]*))?");
    /// Blanks around the value are not its business: three quantifiers that all take blanks need hours for a line of them.
    private static final Pattern FIELD = Pattern.compile("([!#$%&'*+.^_`|~0-9A-Za-z-]+):(.*)");

    /// @throws UpgradeRefused with a sentence about what was answered instead of `101`
    void ask(Wire wire) throws IOException {
        byte[] request = ("GET " + PATH + " HTTP/1.1\r\nHost: " + address + "\r\nConnection: Upgrade\r\nUpgrade: " + PROTOCOL + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        for (int sent = 0; sent < request.length; ) sent += wire.write(request, sent, request.length - sent);
        wire.flush();
        check(head(wire));
    }

    /// The lines of the answer up to the empty one, read byte by byte so that none behind it is taken.
    private List<String> head(Wire wire) throws IOException {
        byte[] head = new byte[LONGEST_HEAD];
        for (int length = 0; length < LONGEST_HEAD; length++) {
            if (wire.read(head, length, 1) < 0) throw new EOFException("the connection was closed in the middle of the HTTP answer");
            if (endsWithEmptyLine(head, length + 1)) return new String(head, 0, length + 1, StandardCharsets.ISO_8859_1).lines().toList();
        }
        throw new UpgradeRefused(address + " answered with more than " + LONGEST_HEAD + " bytes of headers: it is no NetTunnel node");
    }

    private static boolean endsWithEmptyLine(byte[] head, int length) {
        return length >= 4 && head[length - 1] == '\n' && head[length - 2] == '\r' && head[length - 3] == '\n' && head[length - 4] == '\r';
    }

    private void check(List<String> lines) throws UpgradeRefused {
        Matcher status = STATUS_LINE.matcher(lines.getFirst());
        if (!status.matches()) throw new UpgradeRefused(address + " speaks TLS but answered no HTTP/1.1: it is no NetTunnel node");
        if (!status.group(1).equals("101")) throw new UpgradeRefused(address + " answered " + said(status) + ": " + meaning(status.group(1)));
        if (!has(lines, "connection", "upgrade") || !has(lines, "upgrade", PROTOCOL))
            throw new UpgradeRefused(address + " switched to another protocol than " + PROTOCOL + ": is a proxy in between?");
    }

    private static String said(Matcher status) {
        String reason = status.group(2);
        return status.group(1) + (reason == null || reason.isEmpty() ? "" : " " + reason.substring(0, Math.min(60, reason.length())));
    }

    /// @throws UpgradeRefused also when a line is no header field
    private boolean has(List<String> lines, String name, String value) throws UpgradeRefused {
        boolean found = false;
        for (String line : lines.subList(1, lines.size() - 1)) {
            Matcher field = FIELD.matcher(line);
            if (!field.matches()) throw new UpgradeRefused(address + " sent a malformed HTTP header: it is no NetTunnel node");
            if (!field.group(1).equalsIgnoreCase(name)) continue;
            for (String element : field.group(2).toLowerCase(Locale.ROOT).split(",")) found |= element.strip().equals(value);
        }
        return found;
    }

    private static String meaning(String status) {
        return switch (status) {
            case "400" -> "a web server or proxy is there that did not understand the upgrade; a NetTunnel node was expected";
            case "404" -> "a web server is there but no tunnel; either it is no NetTunnel node, or that node accepts no tunnels yet";
            case "407" -> "a proxy is in between that wants a login";
            case "401", "403" -> "a web server or proxy is there that does not let us in";
            case "426" -> "the node there speaks another version of the tunnel protocol";
            case "429", "503" -> "the node is busy or a proxy in front of it cannot reach it; it will be tried again";
            case "502", "504" -> "a proxy is there that cannot reach the node behind it";
            default -> status.startsWith("3") ? "a web server is there that sends us elsewhere; a NetTunnel node was expected"
                    : status.startsWith("2") ? "a web page came instead of the tunnel; a web server or a proxy is there, no NetTunnel node"
                    : "a NetTunnel node answers 101";
        };
    }
}
