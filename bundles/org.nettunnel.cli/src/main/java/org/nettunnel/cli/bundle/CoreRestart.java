package org.nettunnel.cli.bundle;

import org.nettunnel.api.admin.Nothing;
import org.nettunnel.api.admin.bundles.BundleOperations;
import org.nettunnel.api.admin.bundles.FeatureView;
import org.nettunnel.cli.commands.RestartCommand;
import org.nettunnel.cli.shell.CliFailure;
import org.nettunnel.cli.shell.ExitCode;
import org.nettunnel.cli.shell.Shell;
import org.nettunnel.client.NodeException;

/// Restarts a node for another core of its own, and says what became of that.
record CoreRestart(Shell shell) {
    int call() throws CliFailure, NodeException {
        String before = core().version();
        int code = new RestartCommand(shell).call();
        // a login ends with the node it was made at
        if (code != ExitCode.OK || shell.nodeUrl() != null) return code;
        FeatureView now = core();
        if (now.version().equals(before)) throw new CliFailure(ExitCode.FAILED, "the node runs " + now.version() + " as before" + (now.note().isEmpty() ? "" : ": " + now.note()));
        if (!shell.json()) shell.line("the node runs " + now.version());
        return code;
    }

    private FeatureView core() throws CliFailure, NodeException {
        return shell.node().call(BundleOperations.LIST_BUNDLES, new Nothing()).features().stream().filter(FeatureView::core).findFirst()
                .orElseThrow(() -> new CliFailure(ExitCode.FAILED, "the node does not say what it is made of; its log tells why"));
    }
}
