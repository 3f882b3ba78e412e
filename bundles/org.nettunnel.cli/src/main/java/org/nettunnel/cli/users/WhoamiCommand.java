package org.nettunnel.cli.users;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.admin.Nothing;
import org.nettunnel.api.admin.users.SessionView;
import org.nettunnel.api.admin.users.UserOperations;
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
        SessionView who = shell.node().call(UserOperations.SESSION, new Nothing());
        // without what belongs to pages
        if (shell.json()) return shell.printJson(new SessionView(who.user(), who.role(), "", who.expires(), who.grants(), who.quota(), who.used()));
        shell.line(who.user() + " (" + who.role() + ")" + (who.expires() == null ? "" : " until " + who.expires()));
        if (!who.role().equals("administrator")) shell.line("has " + who.used().endpoints() + of(who.quota().endpoints()) + " endpoints and " + who.used().connections()
                + of(who.quota().connections()) + " connections of his own ('--json' shows what he may)");
        return ExitCode.OK;
    }

    private static String of(@Nullable Integer bound) {
        return bound == null ? "" : " of " + bound;
    }
}
