package org.nettunnel.cli.commands;

import java.time.Duration;

import org.nettunnel.api.admin.TunnelOperations;
import org.nettunnel.api.admin.TunnelView;
import org.nettunnel.cli.shell.Shell;
import org.nettunnel.client.NodeClient;
import org.nettunnel.client.NodeException;

/// Waits until a tunnel is established, and tells what happens meanwhile.
final class TunnelWait {
    private final Shell shell;
    private final NodeClient node;
    private String told = "";

    TunnelWait(Shell shell, NodeClient node) {
        this.shell = shell;
        this.node = node;
    }

    /// @return how the tunnel was last seen
    TunnelView until(TunnelView tunnel, Duration longest) throws NodeException {
        return shell.await(longest, seen -> seen.status().equals("established") || seen.status().equals("failed"), () -> look(tunnel));
    }

    private TunnelView look(TunnelView tunnel) throws NodeException {
        TunnelView seen = node.all(TunnelOperations.LIST_TUNNELS, TunnelView.Page::tunnels, TunnelView.Page::next).stream()
                .filter(one -> one.id().equals(tunnel.id())).findFirst().orElse(tunnel);
        String words = seen.status() + (seen.reason().isEmpty() ? "" : ": " + seen.reason());
        if (!words.equals(told)) shell.hint("tunnel '" + seen.name() + "' " + words);
        told = words;
        return seen;
    }
}
