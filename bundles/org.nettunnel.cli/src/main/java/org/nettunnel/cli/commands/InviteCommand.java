package org.nettunnel.cli.commands;

import java.util.List;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.admin.InviteRequest;
import org.nettunnel.api.admin.InviteView;
import org.nettunnel.api.admin.TunnelOperations;
import org.nettunnel.cli.shell.CliFailure;
import org.nettunnel.cli.shell.ExitCode;
import org.nettunnel.cli.shell.Shell;
import org.nettunnel.cli.shell.Texts;
import org.nettunnel.client.NodeException;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `nettunnel invite`.
@Command(name = "invite", description = {
        "Make an inbound tunnel at this node, the one that can be reached, and print the invite by which the other node makes its outbound end.",
        "Whoever has the invite first is the peer: hand it over as you would a password."},
        footerHeading = "%nExamples:%n", footer = {"  nettunnel invite office --address outer.example:52845",
                "  nettunnel invite office --address outer.example:443 --address 203.0.113.5:443 --valid 30m"})
public final class InviteCommand implements Shell.Task {
    private final Shell shell;

    @Parameters(index = "0", paramLabel = "NAME", description = "What to call the tunnel.")
    String name = "";

    @Option(names = "--address", required = true, paramLabel = "HOST:PORT",
            description = "Where the other node reaches this one; several are tried in order.")
    List<String> addresses = List.of();

    @Option(names = "--transport", paramLabel = "https|tcp", description = "How it dials: https (default) or tcp.")
    @Nullable String transport;

    @Option(names = "--valid", paramLabel = "TIME", description = "How long the invite may be used, such as 30m, 12h or 7d (default: 1d, at most 30d).")
    String valid = "1d";

    @Mixin
    OutageChoice outage = new OutageChoice();

    public InviteCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws CliFailure, NodeException {
        InviteView invite = shell.node().call(TunnelOperations.INVITE,
                new InviteRequest(name, addresses, transport, Texts.duration("--valid", valid, "30d").toSeconds(), outage.chosen()));
        if (shell.json()) return shell.printJson(invite);
        shell.line(invite.invite());
        shell.hint("Good once, until " + invite.expires() + ". At the other node: nettunnel tunnel add --invite - (it reads the invite from its input)");
        return ExitCode.OK;
    }
}
