package org.nettunnel.cli.commands;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.nettunnel.api.admin.EndpointView;
import org.nettunnel.api.admin.Nothing;
import org.nettunnel.api.admin.TunnelOperations;
import org.nettunnel.api.admin.diagnosis.DiagnosisOperations;
import org.nettunnel.cli.shell.CliFailure;
import org.nettunnel.cli.shell.ExitCode;
import org.nettunnel.cli.shell.Shell;
import org.nettunnel.client.NodeClient;
import org.nettunnel.client.NodeException;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `nettunnel endpoint list|remove`.
public final class EndpointCommands {
    private EndpointCommands() {}

    /// What `--json` prints for each that was removed, as it was named.
    record Removed(String removed) {}

    /// Lists them all.
    @Command(name = "list", description = "List the endpoints of this node; inbound ones listen here, outbound ones connect here.")
    public static final class Lists implements Shell.Task {
        private final Shell shell;

        public Lists(Shell shell) {
            this.shell = shell;
        }

        @Override
        public Integer call() throws CliFailure, NodeException {
            EndpointView.Page page = new EndpointView.Page(shell.node().all(TunnelOperations.LIST_ENDPOINTS, EndpointView.Page::endpoints, EndpointView.Page::next));
            if (shell.json()) return shell.printJson(page);
            if (page.endpoints().isEmpty()) shell.line("No endpoints. 'nettunnel endpoint add' makes one.");
            else Listings.endpoints(shell, page.endpoints());
            return ExitCode.OK;
        }
    }

    /// Tells how they are.
    @Command(name = "show", description = "Show endpoints: both halves and what they carried.")
    public static final class Shows implements Shell.Task {
        private final Shell shell;

        @Parameters(arity = "1..*", paramLabel = "ENDPOINT", description = "Name or id of the endpoint.")
        List<String> endpoints = List.of();

        public Shows(Shell shell) {
            this.shell = shell;
        }

        @Override
        public Integer call() throws CliFailure, NodeException {
            NodeClient node = shell.node();
            var shown = new ArrayList<EndpointView>();
            for (String endpoint : endpoints) shown.add(node.call(TunnelOperations.SHOW_ENDPOINT, endpoint, new Nothing()));
            if (shell.json()) shown.forEach(shell::printJson);
            else Listings.endpoints(shell, shown);
            return ExitCode.OK;
        }
    }

    /// Has the node be a client of one.
    @Command(name = "try", description = "Connect as a client of an endpoint would, and say whether the target took the connection; nothing is sent.")
    public static final class Tries implements Shell.Task {
        private static final Duration LONGEST = Duration.ofSeconds(60);
        private final Shell shell;

        @Parameters(index = "0", paramLabel = "ENDPOINT", description = "Name or id of the endpoint; it listens at the node that is asked.")
        String endpoint = "";

        public Tries(Shell shell) {
            this.shell = shell;
        }

        @Override
        public Integer call() throws CliFailure, NodeException {
            return DoctorCommand.show(shell, shell.node().within(LONGEST).call(DiagnosisOperations.TRY_ENDPOINT, endpoint, new Nothing()));
        }
    }

    /// Takes them away at both ends.
    @Command(name = "remove", description = "Remove endpoints at both ends; their streams are reset.")
    public static final class Removes implements Shell.Task {
        private final Shell shell;

        @Parameters(arity = "1..*", paramLabel = "ENDPOINT", description = "Name or id of the endpoint.")
        List<String> endpoints = List.of();

        public Removes(Shell shell) {
            this.shell = shell;
        }

        @Override
        public Integer call() throws CliFailure, NodeException {
            NodeClient node = shell.node();
            for (String endpoint : endpoints) {
                node.call(TunnelOperations.REMOVE_ENDPOINT, endpoint, new Nothing());
                if (shell.json()) shell.printJson(new Removed(endpoint));
                else shell.hint("endpoint '" + endpoint + "' is removed");
            }
            return ExitCode.OK;
        }
    }
}
