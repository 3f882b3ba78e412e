package org.nettunnel.node.settings;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Addresses of this machine, as people write them.
final class OwnAddress {
    private static final Pattern WITH_PORT = Pattern.compile("(.+):(\\d{1,5})");
    private static final int LAST_PORT = 65_535;

    private OwnAddress() {}

    /// Whether this machine can listen there: it tries, at a port that the system chooses, for the right one may be its own.
    ///
    /// @param place HOST, or HOST:PORT where `hasPort`
    static boolean canListen(String place, boolean hasPort) {
        String host = place;
        if (hasPort) {
            Matcher parts = WITH_PORT.matcher(place);
            if (!parts.matches() || Integer.parseInt(parts.group(2)) > LAST_PORT) return false;
            host = parts.group(1).replaceAll("^\\[|]$", "");
        }
        if (host.isBlank()) return false;
        try (var probe = new ServerSocket(0, 1, InetAddress.getByName(host))) {
            return probe.isBound();
        } catch (IOException notHere) {
            return false;
        }
    }
}
