package org.nettunnel.cli.commands;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.admin.InviteRequest;
import org.nettunnel.api.admin.InviteView;
import org.nettunnel.api.admin.LoginRequest;
import org.nettunnel.api.admin.NodeOperations;
import org.nettunnel.api.admin.Nothing;
import org.nettunnel.api.admin.Session;
import org.nettunnel.api.admin.TunnelOperations;
import org.nettunnel.api.admin.TunnelRequest;
import org.nettunnel.api.admin.TunnelView;
import org.nettunnel.cli.shell.Acquaintance;
import org.nettunnel.cli.shell.CliFailure;
import org.nettunnel.cli.shell.ExitCode;
import org.nettunnel.cli.shell.NodeChoice;
import org.nettunnel.cli.shell.Secrets;
import org.nettunnel.cli.shell.Shell;
import org.nettunnel.cli.shell.Texts;
import org.nettunnel.client.NodeClient;
import org.nettunnel.client.NodeException;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `nettunnel tunnel add`.
@Command(name = "add", description = {
        "Make the outbound end of a tunnel at this node, the one behind the firewall: by an invite of the other node,",
        "or by the other node's address, user and password, which makes the invite there and uses it here."},
        footerHeading = "%nExamples:%n", footer = {"  nettunnel tunnel add --invite nt1_...", "  nettunnel tunnel add office --invite - < invite.txt",
                "  nettunnel tunnel add office --address outer.example:52845 --user root",
                "  nettunnel tunnel add --invite nt1_... --proxy http://me@proxy.example:3128 --proxy-password-file secret.txt"})
public final class TunnelAdd implements Shell.Task {
    private final Shell shell;

    @Parameters(index = "0", arity = "0..1", paramLabel = "NAME", description = "What to call the tunnel (default: the name in the invite).")
    @Nullable String name;

    @Option(names = "--invite", paramLabel = "INVITE|-", description = "The invite, or - to read it from standard input.")
    @Nullable String invite;

    @Option(names = "--invite-file", paramLabel = "FILE", description = "Read the invite from FILE.")
    @Nullable Path inviteFile;

    @Option(names = "--address", paramLabel = "HOST:PORT", description = "Where the other node is reached.")
    @Nullable String address;

    @Option(names = "--user", paramLabel = "NAME", description = "With --address: an administrator of the other node (default: ${DEFAULT-VALUE}).")
    String user = "root";

    @Option(names = "--password-file", paramLabel = "FILE", description = "With --address: take the password from the first line of FILE.")
    @Nullable Path passwordFile;

    @Option(names = "--fingerprint", paramLabel = "FP", description = "With --address: the other node's certificate fingerprint, compared before.")
    @Nullable String fingerprint;

    @Option(names = "--transport", paramLabel = "https|tcp", description = "How to dial (default: as the invite says, or https).")
    @Nullable String transport;

    @Mixin
    OutageChoice outage = new OutageChoice();

    @Mixin
    ProxyChoice proxy = new ProxyChoice();

    @Option(names = "--wait", paramLabel = "TIME", description = "How long to wait until the tunnel is established; 0 to not wait (default: 10s).")
    String wait = "10s";

    public TunnelAdd(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws CliFailure, NodeException {
        Duration patience = patience();
        int ways = (invite == null ? 0 : 1) + (inviteFile == null ? 0 : 1) + (address == null ? 0 : 1);
        if (ways != 1) throw new CliFailure(ExitCode.USAGE, "give one of --invite, --invite-file and --address");
        outage.chosen();
        ProxyChoice.Chosen way = proxy.chosen(shell);
        NodeClient here = shell.node();
        String there = address;
        TunnelView tunnel = there == null
                ? here.call(TunnelOperations.ADD_TUNNEL, request(inviteText(), way))
                : byAddress(here, there, way);
        if (!patience.isZero()) tunnel = new TunnelWait(shell, here).until(tunnel, patience);
        if (shell.json()) shell.printJson(tunnel);
        else shell.line("tunnel '" + tunnel.name() + "' (" + tunnel.id() + ") is " + tunnel.status()
                + (tunnel.reason().isEmpty() ? "" : ": " + tunnel.reason()));
        if (patience.isZero() || tunnel.status().equals("established")) return ExitCode.OK;
        throw new CliFailure(ExitCode.FAILED, "tunnel '" + tunnel.name() + "' was added, but is not established: "
                + (tunnel.reason().isEmpty() ? tunnel.status() : tunnel.reason())
                + (tunnel.status().equals("failed") ? "" : "; it goes on trying"));
    }

    private TunnelRequest request(String text, ProxyChoice.Chosen way) throws CliFailure {
        return new TunnelRequest(text, name, transport, way.proxy(), way.password(), outage.chosen());
    }

    private String inviteText() throws CliFailure {
        Path file = inviteFile;
        if (file != null) return Secrets.ofFile(file);
        return new Secrets(shell.terminal()).given(Texts.text(invite));
    }

    /// The command itself asks both nodes: they need not trust each other's passwords.
    private TunnelView byAddress(NodeClient here, String there, ProxyChoice.Chosen way) throws CliFailure, NodeException {
        String wanted = name;
        if (wanted == null) throw new CliFailure(ExitCode.USAGE, "name the tunnel: nettunnel tunnel add NAME --address " + there);
        var address = NodeChoice.address(there);
        here.call(TunnelOperations.LIST_TUNNELS, new Nothing());
        var outer = new Acquaintance(shell, address, fingerprint);
        outer.meet();
        String password = new Secrets(shell.terminal()).password(passwordFile, "Password of '" + user + "' at " + address + ": ");
        Session session = outer.call(NodeOperations.LOG_IN, new LoginRequest(user, password));
        NodeClient logged = outer.as(session.token());
        try {
            if (identity(here).equals(identity(logged)))
                throw new CliFailure(ExitCode.FAILED, "--address " + there + " is this node itself: give the address of another one, at the other end of the tunnel");
            String reached = address.host() + ":" + address.port();
            InviteView made = logged.call(TunnelOperations.INVITE, new InviteRequest(wanted, List.of(reached), transport, null, outage.chosen()));
            return use(made, way, here, logged);
        } finally {
            logged.call(NodeOperations.LOG_OUT, new Nothing());
        }
    }

    private static String identity(NodeClient node) throws NodeException {
        return node.call(NodeOperations.STATUS, new Nothing()).identity();
    }

    /// Takes the other end back when this one cannot be made.
    private TunnelView use(InviteView made, ProxyChoice.Chosen way, NodeClient here, NodeClient there) throws CliFailure, NodeException {
        try {
            return here.call(TunnelOperations.ADD_TUNNEL, request(made.invite(), way));
        } catch (NodeException failed) {
            there.call(TunnelOperations.REMOVE_TUNNEL, made.tunnel(), new Nothing());
            throw failed;
        }
    }

    private Duration patience() throws CliFailure {
        try {
            return Texts.duration(wait);
        } catch (IllegalArgumentException wrong) {
            throw new CliFailure(ExitCode.USAGE, "--wait: " + wrong.getMessage());
        }
    }
}
