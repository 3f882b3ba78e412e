package org.nettunnel.cli.bundle;

import java.io.PrintWriter;

import org.nettunnel.api.admin.bundles.WorkView;
import org.nettunnel.cli.shell.Shell;
import org.nettunnel.cli.shell.Texts;

/// Tells how far a work is: one line that changes on a terminal, a line for each step elsewhere.
///
/// **Threads:** one.
final class Progress {
    private static final int USUAL_COLUMNS = 80;
    private final Shell shell;
    private final boolean isLive;
    private String told = "";

    Progress(Shell shell) {
        this.shell = shell;
        isLive = shell.terminal().prompt() != null;
    }

    void show(WorkView work) {
        if (shell.json() || work.isOver()) return;
        if (isLive) live(words(work));
        else if (!told.equals(work.step()) && !work.step().isEmpty()) {
            told = work.step();
            shell.hint(words(work));
        }
    }

    /// Leaves the line to what is said next.
    void end() {
        if (!isLive || told.isEmpty()) return;
        PrintWriter err = shell.terminal().err();
        err.print("\r" + " ".repeat(told.length()) + "\r");
        err.flush();
        told = "";
    }

    private static String words(WorkView work) {
        return work.step().isEmpty() ? work.order() + ": waiting for another work" : String.format("%3d %% %s", work.percent(), work.step());
    }

    private void live(String words) {
        String text = Texts.printable(words);
        int room = Math.min(shell.terminal().columns(), USUAL_COLUMNS) - 1;
        if (text.length() > room) text = text.substring(0, room);
        if (text.equals(told)) return;
        PrintWriter err = shell.terminal().err();
        err.print("\r" + text + " ".repeat(Math.max(0, told.length() - text.length())));
        err.flush();
        told = text;
    }
}
