package org.nettunnel.cli.bundle;

import java.time.Duration;

import org.nettunnel.api.admin.Nothing;
import org.nettunnel.api.admin.bundles.BundleOperations;
import org.nettunnel.api.admin.bundles.WorkRequest;
import org.nettunnel.api.admin.bundles.WorkView;
import org.nettunnel.cli.shell.CliFailure;
import org.nettunnel.cli.shell.ExitCode;
import org.nettunnel.cli.shell.Shell;
import org.nettunnel.client.NodeClient;
import org.nettunnel.client.NodeException;

import picocli.CommandLine.Option;

/// Begins a work at the node and follows it to its end.
abstract class WorkTask implements Shell.Task {
    /// What the node reads from afar may take its time.
    static final Duration LONG = Duration.ofMinutes(3);
    private static final Duration LONGEST_WORK = Duration.ofHours(1);
    final Shell shell;

    @Option(names = "--no-wait", description = "Begin only; 'nettunnel bundle works' shows what becomes of it.")
    boolean noWait;

    WorkTask(Shell shell) {
        this.shell = shell;
    }

    abstract WorkRequest request(NodeClient node) throws CliFailure, NodeException;

    @Override
    public final Integer call() throws CliFailure, NodeException {
        NodeClient node = shell.node();
        WorkView begun = node.call(BundleOperations.BEGIN_WORK, request(node));
        if (noWait) {
            if (shell.json()) return shell.printJson(begun);
            shell.line("work " + begun.id() + " is begun: " + begun.order());
            return ExitCode.OK;
        }
        return tell(follow(node, begun));
    }

    private WorkView follow(NodeClient node, WorkView begun) throws NodeException {
        var progress = new Progress(shell);
        try {
            return shell.await(LONGEST_WORK, WorkView::isOver, () -> {
                WorkView now = node.call(BundleOperations.SHOW_WORK, begun.id(), new Nothing());
                progress.show(now);
                return now;
            });
        } finally {
            progress.end();
        }
    }

    private int tell(WorkView work) throws CliFailure, NodeException {
        if (shell.json()) shell.printJson(work);
        if (!work.isOver()) throw new CliFailure(ExitCode.FAILED, "work " + work.id() + " is still under way; 'nettunnel bundle works' shows what becomes of it");
        if (work.state().equals("cancelled")) throw new CliFailure(ExitCode.FAILED, "work " + work.id() + " was cancelled; nothing was changed");
        if (work.state().equals("failed")) throw new CliFailure(ExitCode.FAILED, work.sentence() + (work.forceable() ? " (option --force)" : ""));
        if (!shell.json()) shell.line(work.sentence());
        return work.restart() ? restart() : ExitCode.OK;
    }

    /// What was done takes effect at the next start.
    int restart() throws CliFailure, NodeException {
        shell.hint("restart needed: nettunnel restart");
        return ExitCode.OK;
    }
}
