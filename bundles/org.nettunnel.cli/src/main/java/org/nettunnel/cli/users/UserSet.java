package org.nettunnel.cli.users;

import java.util.List;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.admin.users.GrantsView;
import org.nettunnel.api.admin.users.QuotaView;
import org.nettunnel.api.admin.users.UserChange;
import org.nettunnel.api.admin.users.UserOperations;
import org.nettunnel.api.admin.users.UserView;
import org.nettunnel.cli.shell.CliFailure;
import org.nettunnel.cli.shell.ExitCode;
import org.nettunnel.cli.shell.Shell;
import org.nettunnel.client.NodeException;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `nettunnel user set`.
@Command(name = "set", description = {"Change role, rights and bounds of a user, or disable him. Grants and bounds are replaced whole.",
        "What is taken away ends within a second: his endpoints stop, and their connections are reset."},
        footerHeading = "%nExamples:%n", footer = {"  nettunnel user set guest --disable", "  nettunnel user set guest --tunnel office --act see,operate",
                "  nettunnel user set guest --no-grants"})
public final class UserSet implements Shell.Task {
    private final Shell shell;

    @Parameters(index = "0", paramLabel = "USER", description = "Name of the user.")
    String user = "";

    @Option(names = "--role", paramLabel = "ROLE", description = "administrator or limited.")
    @Nullable String role;

    @Option(names = "--disable", description = "He cannot log in, and what is his stops.")
    boolean disable;

    @Option(names = "--enable", description = "Takes back --disable.")
    boolean enable;

    @Option(names = "--no-grants", description = "Takes all his grants.")
    boolean noGrants;

    @Option(names = "--no-bounds", description = "Takes all his bounds.")
    boolean noBounds;

    @Mixin
    RightsOptions rights = new RightsOptions();

    public UserSet(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws CliFailure, NodeException {
        if (disable && enable) throw new CliFailure(ExitCode.USAGE, "give --disable or --enable, not both");
        GrantsView grants = noGrants ? new GrantsView(List.of(), List.of()) : rights.grants();
        QuotaView quota = noBounds ? new QuotaView(null, null, null) : rights.quota();
        Boolean disabled = disable ? Boolean.TRUE : enable ? Boolean.FALSE : null;
        if (role == null && disabled == null && grants == null && quota == null)
            throw new CliFailure(ExitCode.USAGE, "there is nothing to change: give --role, --disable, --enable, grants or bounds");
        UserView changed = shell.node().call(UserOperations.CHANGE_USER, user, new UserChange(role, disabled, grants, quota));
        if (shell.json()) return shell.printJson(changed);
        shell.hint("user '" + changed.name() + "' is changed");
        return ExitCode.OK;
    }
}
