package org.nettunnel.cli.users;

import java.nio.file.Path;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.admin.users.UserOperations;
import org.nettunnel.api.admin.users.UserRequest;
import org.nettunnel.api.admin.users.UserView;
import org.nettunnel.cli.shell.CliFailure;
import org.nettunnel.cli.shell.ExitCode;
import org.nettunnel.cli.shell.Secrets;
import org.nettunnel.cli.shell.Shell;
import org.nettunnel.client.NodeException;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `nettunnel user add`.
@Command(name = "add", description = {"Make a user. Without --password-file he chooses his password himself, by 'nettunnel user invite'.",
        "A limited user sees and does nothing until it is granted; his endpoints follow his account."},
        footerHeading = "%nExamples:%n", footer = {"  nettunnel user add guest --tunnel office --act see",
                "  nettunnel user add guest --tunnel office --act endpoints --ports 9000-9010 --targets 10.0.0.7:80",
                "  nettunnel user add anna --administrator --password-file pw"})
public final class UserAdd implements Shell.Task {
    private final Shell shell;

    @Parameters(index = "0", paramLabel = "USER", description = "Name to log in with.")
    String user = "";

    @Option(names = "--administrator", description = "He may do everything.")
    boolean administrator;

    @Option(names = "--password-file", paramLabel = "FILE", description = "Take his password from the first line of FILE.")
    @Nullable Path passwordFile;

    @Mixin
    RightsOptions rights = new RightsOptions();

    public UserAdd(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws CliFailure, NodeException {
        Path file = passwordFile;
        UserView added = shell.node().call(UserOperations.ADD_USER, new UserRequest(user, file == null ? null : Secrets.ofFile(file),
                administrator ? "administrator" : "limited", rights.grants(), rights.quota()));
        if (shell.json()) return shell.printJson(added);
        shell.hint("user '" + added.name() + "' is added" + (added.hasPassword() ? "" : "; 'nettunnel user invite " + added.name() + "' makes the code for choosing a password"));
        return ExitCode.OK;
    }
}
