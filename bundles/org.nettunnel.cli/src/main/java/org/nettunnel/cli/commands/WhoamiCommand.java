package org.nettunnel.cli.commands;

import org.nettunnel.api.admin.NodeOperations;
import org.nettunnel.api.admin.Nothing;
import org.nettunnel.api.admin.SessionView;
import org.nettunnel.cli.shell.CliFailure;
import org.nettunnel.cli.shell.ExitCode;
import org.nettunnel.cli.shell.Shell;
import org.nettunnel.client.NodeException;

import picocli.CommandLine.Command;

/// `nettunnel whoami`.
@Command(name = "whoami", description = "Show as whom the node knows you, and for how long.", footerHeading = "%nExamples:%n",
        footer = {"  nettunnel whoami --node https://outer.example:52845", "  nettunnel whoami --via office"})
public final class WhoamiCommand implements Shell.Task {
    private final Shell shell;

    public WhoamiCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws CliFailure, NodeException {
        SessionView who = shell.node().call(NodeOperations.SESSION, new Nothing());
        // without what belongs to pages
        if (shell.json()) return shell.printJson(new SessionView(who.user(), who.role(), "", who.expires()));
        shell.line(who.user() + " (" + who.role() + ")" + (who.expires() == null ? "" : " until " + who.expires()));
        return ExitCode.OK;
    }
}
