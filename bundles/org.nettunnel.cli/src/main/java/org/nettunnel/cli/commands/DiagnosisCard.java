package org.nettunnel.cli.commands;

import java.util.Locale;

import org.nettunnel.api.admin.diagnosis.DiagnosisView;
import org.nettunnel.api.admin.diagnosis.DiagnosisView.Measure;
import org.nettunnel.api.admin.diagnosis.DiagnosisView.Part;
import org.nettunnel.cli.shell.Shell;
import org.nettunnel.cli.shell.Table;

/// Why something is slow: the verdict first, then what it was told from.
final class DiagnosisCard {
    private static final double PERCENT = 100;

    private DiagnosisCard() {}

    static void print(Shell shell, DiagnosisView view) {
        shell.line(view.verdict());
        if (!view.parts().isEmpty()) {
            shell.line("");
            for (Part part : view.parts()) shell.line(String.format(Locale.ROOT, "%5.0f %%  %s", PERCENT * part.share(), part.name()));
        }
        if (view.measures().isEmpty()) return;
        shell.line("");
        var table = new Table(shell.terminal().colours(), "MEASURE", "VALUE", "WHAT IT IS");
        for (Measure measure : view.measures()) table.add(measure.name(), String.format(Locale.ROOT, "%.1f %s", measure.value(), measure.unit()), measure.explained());
        table.print(shell.terminal());
    }
}
