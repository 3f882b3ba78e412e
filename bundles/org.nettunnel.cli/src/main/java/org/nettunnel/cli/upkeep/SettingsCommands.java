package org.nettunnel.cli.upkeep;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.admin.Nothing;
import org.nettunnel.api.admin.upkeep.SettingsRequest;
import org.nettunnel.api.admin.upkeep.SettingsView;
import org.nettunnel.api.admin.upkeep.UpkeepOperations;
import org.nettunnel.api.node.Knobs;
import org.nettunnel.cli.shell.CliFailure;
import org.nettunnel.cli.shell.ExitCode;
import org.nettunnel.cli.shell.Shell;
import org.nettunnel.cli.shell.Table;
import org.nettunnel.client.NodeException;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `nettunnel settings list|set`.
public final class SettingsCommands {
    /// By system property, what 'nettunnel run' makes it of.
    private static final Map<String, String> FLAGS = Map.of("nettunnel.http.port", "run --port", "nettunnel.http.bind", "run --bind", "nettunnel.http.certificate", "run --certificate",
            "nettunnel.http.key", "run --key", "nettunnel.node.name", "run --node-name");

    private SettingsCommands() {}

    /// Lists them all.
    @Command(name = "list", description = "List the settings of the node: what was chosen, what is usual, and what each is for.",
            footerHeading = "%nExamples:%n", footer = {"  nettunnel settings list", "  nettunnel settings list http."})
    public static final class Lists implements Shell.Task {
        private final Shell shell;

        @Parameters(arity = "0..1", paramLabel = "TEXT", description = "Only those that have TEXT in their key.")
        String text = "";

        public Lists(Shell shell) {
            this.shell = shell;
        }

        @Override
        public Integer call() throws CliFailure, NodeException {
            List<Knobs.Setting> settings = shell.node().call(UpkeepOperations.SETTINGS, new Nothing()).settings().stream()
                    .filter(each -> each.key().contains(text)).toList();
            if (shell.json()) return shell.printJson(new SettingsView(settings));
            var table = new Table(shell.terminal().colours(), "SETTING", "VALUE", "USUAL", "RANGE", "WHAT FOR");
            for (Knobs.Setting each : settings)
                table.add(each.key(), value(each), each.byDefault().isEmpty() ? "-" : each.byDefault(), each.range(), each.explained());
            table.print(shell.terminal());
            waits(shell, settings);
            return ExitCode.OK;
        }

        private static String value(Knobs.Setting setting) {
            String override = setting.override();
            if (override != null) return "by " + FLAGS.getOrDefault(override, "the property " + override);
            String value = setting.value();
            return value == null ? "-" : value.isEmpty() ? "''" : value;
        }
    }

    /// Changes some.
    @Command(name = "set", description = "Change settings of the node: all that are given, or none of them. KEY= alone goes back to what is usual.",
            footerHeading = "%nExamples:%n", footer = {"  nettunnel settings set http.port=443", "  nettunnel settings set log.level=debug node.name=office", "  nettunnel settings set http.port="})
    public static final class Sets implements Shell.Task {
        private final Shell shell;

        @Parameters(arity = "1..*", paramLabel = "KEY=VALUE", description = "What to set; 'nettunnel settings list' shows the keys.")
        List<String> pairs = List.of();

        public Sets(Shell shell) {
            this.shell = shell;
        }

        @Override
        public Integer call() throws CliFailure, NodeException {
            Map<String, @Nullable Object> values = new LinkedHashMap<>();
            for (String pair : pairs) {
                int equals = pair.indexOf('=');
                if (equals < 1) throw new CliFailure(ExitCode.USAGE, "'" + pair + "' is not KEY=VALUE");
                values.put(pair.substring(0, equals), pair.substring(equals + 1));
            }
            SettingsView view = shell.node().call(UpkeepOperations.SET, new SettingsRequest(values));
            if (shell.json()) return shell.printJson(view);
            shell.hint(String.join(", ", values.keySet()) + (values.size() == 1 ? " is" : " are") + " saved");
            waits(shell, view.settings());
            return ExitCode.OK;
        }
    }

    private static void waits(Shell shell, List<Knobs.Setting> settings) {
        List<String> waiting = settings.stream().filter(Knobs.Setting::waits).map(Knobs.Setting::key).toList();
        if (!waiting.isEmpty()) shell.hint("These count from the next start (nettunnel restart): " + String.join(", ", waiting));
    }
}
