package org.nettunnel.node.settings;

import java.net.InetAddress;
import java.net.UnknownHostException;

/// What this machine calls itself, for a node that nobody gave a name.
public final class HostName {
    private HostName() {}

    public static String here() {
        for (String variable : new String[] {"HOSTNAME", "COMPUTERNAME"}) {
            String name = System.getenv(variable);
            if (name != null && name.matches("[A-Za-z0-9._-]{1,64}")) return name;
        }
        try {
            String name = InetAddress.getLocalHost().getHostName();
            return name.matches("[A-Za-z0-9._-]{1,64}") ? name : "node";
        } catch (UnknownHostException unnamed) {
            return "node";
        }
    }
}
