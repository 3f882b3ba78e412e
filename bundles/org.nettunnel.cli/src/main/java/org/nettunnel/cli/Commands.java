package org.nettunnel.cli;

import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

import org.nettunnel.cli.bundle.BundleCommands;
import org.nettunnel.cli.bundle.BundleWorks;
import org.nettunnel.cli.bundle.SiteAdd;
import org.nettunnel.cli.bundle.SiteCommands;
import org.nettunnel.cli.bundle.SuiteCommands;
import org.nettunnel.cli.commands.DoctorCommand;
import org.nettunnel.cli.commands.EndpointAdd;
import org.nettunnel.cli.commands.EndpointCommands;
import org.nettunnel.cli.commands.EndpointSet;
import org.nettunnel.cli.commands.InviteCommand;
import org.nettunnel.cli.commands.LoginCommand;
import org.nettunnel.cli.commands.LogoutCommand;
import org.nettunnel.cli.commands.RestartCommand;
import org.nettunnel.cli.commands.SetupCommand;
import org.nettunnel.cli.commands.StatusCommand;
import org.nettunnel.cli.commands.StreamsCommand;
import org.nettunnel.cli.commands.TrialCommands;
import org.nettunnel.cli.commands.TunnelAdd;
import org.nettunnel.cli.commands.TunnelCommands;
import org.nettunnel.cli.commands.TunnelSet;
import org.nettunnel.cli.commands.VersionCommand;
import org.nettunnel.cli.live.EventsCommand;
import org.nettunnel.cli.live.HistoryCommand;
import org.nettunnel.cli.live.LogCommand;
import org.nettunnel.cli.run.CheckCommand;
import org.nettunnel.cli.run.RunCommand;
import org.nettunnel.cli.shell.NeedsNoNode;
import org.nettunnel.cli.shell.Root;
import org.nettunnel.cli.shell.Shell;
import org.nettunnel.cli.site.SiteCheckCommand;
import org.nettunnel.cli.site.SiteKeyCommand;
import org.nettunnel.cli.site.SiteSignCommand;
import org.nettunnel.cli.upkeep.AuditCommands;
import org.nettunnel.cli.upkeep.BackupCommand;
import org.nettunnel.cli.upkeep.ImportCommand;
import org.nettunnel.cli.upkeep.RestoreCommand;
import org.nettunnel.cli.upkeep.SettingsCommands;
import org.nettunnel.cli.users.PasswordCommands;
import org.nettunnel.cli.users.TokenCommands;
import org.nettunnel.cli.users.UserAdd;
import org.nettunnel.cli.users.UserCommands;
import org.nettunnel.cli.users.UserSet;
import org.nettunnel.cli.users.WhoamiCommand;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine;

/// Every command there is. Only the one that is called for is made, since that costs time; the others are a line in the help.
final class Commands {
    private final Shell shell;
    private final List<Entry> entries = List.of(
            new Leaf("run", "Start a node in this process.", RunCommand::new),
            new Leaf("setup", "Make the first administrator of a node.", SetupCommand::new),
            new Leaf("invite", "Make an inbound tunnel and the invite for its other end.", InviteCommand::new),
            new Group("tunnel", "Add, show, set, try, diagnose, start, stop, cut, ping and remove tunnels.", List.of(
                    new Leaf("add", "Make the outbound end of a tunnel.", TunnelAdd::new),
                    new Leaf("list", "List the tunnels of this node.", TunnelCommands.Lists::new),
                    new Leaf("show", "Show all there is to tell of tunnels.", TunnelCommands.Shows::new),
                    new Leaf("set", "Change a tunnel while it runs.", TunnelSet::new),
                    new Leaf("trial", "Show the change that is on trial.", TrialCommands.Shows::new),
                    new Leaf("confirm", "Let the change that is on trial stand.", TrialCommands.Confirms::new),
                    new Leaf("rollback", "Take the change that is on trial back.", TrialCommands.RollsBack::new),
                    new Leaf("diagnose", "Say why a tunnel is slow.", TunnelCommands.Diagnoses::new),
                    new Leaf("start", "Start tunnels.", TunnelCommands.Starts::new),
                    new Leaf("stop", "Stop tunnels.", TunnelCommands.Stops::new),
                    new Leaf("cut", "Cut the links of tunnels, to try it out.", TunnelCommands.Cuts::new),
                    new Leaf("ping", "Measure the way to the other node.", TunnelCommands.Pings::new),
                    new Leaf("remove", "Remove tunnels at this end, or at both.", TunnelCommands.Removes::new))),
            new Group("endpoint", "Add, list, show, try, set and remove endpoints: who listens, and what is connected to.", List.of(
                    new Leaf("add", "Add an endpoint at both ends.", EndpointAdd::new),
                    new Leaf("list", "List the endpoints of this node.", EndpointCommands.Lists::new),
                    new Leaf("show", "Show both halves of endpoints.", EndpointCommands.Shows::new),
                    new Leaf("try", "Connect as a client of an endpoint would.", EndpointCommands.Tries::new),
                    new Leaf("set", "Change an endpoint at both ends.", EndpointSet::new),
                    new Leaf("remove", "Remove endpoints at both ends.", EndpointCommands.Removes::new))),
            new Group("bundle", "Install, update and remove bundles while the node runs; update sites.", List.of(
                    new Leaf("list", "List what is installed.", BundleCommands.Lists::new),
                    new Leaf("search", "List what the update sites offer.", BundleCommands.Searches::new),
                    new Leaf("install", "Install a bundle.", BundleWorks.Installs::new),
                    new Leaf("update", "Update bundles to the newest.", BundleWorks.Updates::new),
                    new Leaf("remove", "Remove a bundle.", BundleWorks.Removes::new),
                    new Leaf("cancel", "End a work that has changed nothing yet.", BundleCommands.Cancels::new),
                    new Leaf("rollback", "Take back the last work.", BundleWorks.RollsBack::new),
                    new Leaf("works", "List what was done and is being done.", BundleCommands.Works::new),
                    new Group("site", "Add, list and remove update sites.", List.of(
                            new Leaf("add", "Let the node install from a site.", SiteAdd::new),
                            new Leaf("list", "List the update sites and their signers.", SiteCommands.Lists::new),
                            new Leaf("remove", "Forget update sites.", SiteCommands.Removes::new))))),
            new Group("suite", "List ciphers and compressions, and say which to use.", List.of(
                    new Leaf("list", "List ciphers and compressions.", SuiteCommands.Lists::new),
                    new Leaf("prefer", "Say which to use.", SuiteCommands.Prefers::new))),
            new Group("settings", "List and change the settings of the node.", List.of(
                    new Leaf("list", "List all settings.", SettingsCommands.Lists::new),
                    new Leaf("set", "Change settings.", SettingsCommands.Sets::new))),
            new Leaf("backup", "Make one sealed file of what a node is.", BackupCommand::new),
            new Leaf("restore", "Make a node of such a file.", RestoreCommand::new),
            new Leaf("import", "Take over the files of the original NetTunnel.", ImportCommand::new),
            new Group("audit", "Show who changed what, and whether the log is whole.", List.of(
                    new Leaf("list", "List the entries of the audit log.", AuditCommands.Lists::new),
                    new Leaf("verify", "Check that nothing in it was changed.", AuditCommands.Verifies::new))),
            new Leaf("restart", "Restart the node.", RestartCommand::new),
            new Leaf("status", "Show the node, its tunnels and its endpoints.", StatusCommand::new),
            new Leaf("events", "Say what happens in the node, as it happens.", EventsCommand::new),
            new Leaf("log", "Show or follow the node's log.", LogCommand::new),
            new Leaf("history", "Show how fast a tunnel was.", HistoryCommand::new),
            new Leaf("streams", "List, follow, diagnose or end the connections that are carried.", StreamsCommand::new),
            new Group("user", "Add, list, show, set, invite, log out and remove users; change your password.", List.of(
                    new Leaf("list", "List the users of the node.", UserCommands.Lists::new),
                    new Leaf("show", "Show a user and his rights.", UserCommands.Shows::new),
                    new Leaf("add", "Make a user.", UserAdd::new),
                    new Leaf("set", "Change role, rights and bounds of a user.", UserSet::new),
                    new Leaf("remove", "Remove users and what is theirs.", UserCommands.Removes::new),
                    new Leaf("invite", "Make the invite by which a user chooses his password.", UserCommands.Invites::new),
                    new Leaf("logout", "End all sessions of users.", UserCommands.LogsOut::new),
                    new Leaf("password", "Change your own password.", PasswordCommands.Changes::new))),
            new Group("token", "Make, list and revoke access tokens for programs.", List.of(
                    new Leaf("list", "List access tokens.", TokenCommands.Lists::new),
                    new Leaf("add", "Make an access token.", TokenCommands.Adds::new),
                    new Leaf("remove", "Revoke access tokens.", TokenCommands.Removes::new))),
            new Leaf("join", "Choose your password, with the code of an invite.", PasswordCommands.Joins::new),
            new Leaf("login", "Log in at a node and keep the login.", LoginCommand::new),
            new Leaf("logout", "End a saved login.", LogoutCommand::new),
            new Leaf("whoami", "Show as whom the node knows you.", WhoamiCommand::new),
            new Leaf("doctor", "Examine the way to another node.", DoctorCommand::new),
            new Leaf("check", "Check the files of a node without starting it.", CheckCommand::new),
            new Group("site", "Make, sign and check update sites; needs no node.", List.of(
                    new Leaf("key", "Make a signer of update sites.", SiteKeyCommand::new),
                    new Leaf("sign", "Sign a p2 site, so that nodes take it.", SiteSignCommand::new),
                    new Leaf("check", "Check a site as a node does, and show who signed it.", SiteCheckCommand::new))),
            new Leaf("version", "Print the version of this command.", VersionCommand::new),
            new Leaf("completion", "Print a script for command completion.", CompletionCommand::new));

    Commands(Shell shell) {
        this.shell = shell;
    }

    CommandLine all() {
        return tree(_ -> true);
    }

    /// Those that the arguments may mean; all of them, as lines for the help, where they mean none.
    CommandLine named(List<String> arguments) {
        return tree(arguments::contains);
    }

    private CommandLine tree(Predicate<String> wanted) {
        CommandLine root = add(new CommandLine(shell.root()), entries, shell, wanted);
        hideNode(root);
        return root;
    }

    /// Help of what talks to no node offers none; [Main] says so to who names one all the same.
    private static void hideNode(CommandLine command) {
        CommandSpec spec = command.getCommandSpec();
        if (spec.userObject() instanceof NeedsNoNode)
            for (String name : Root.NODE_OPTIONS) {
                OptionSpec option = spec.findOption(name);
                spec.remove(option);
                spec.addOption(OptionSpec.builder(option).hidden(true).build());
            }
        command.getSubcommands().values().forEach(Commands::hideNode);
    }

    private static CommandLine add(CommandLine parent, List<Entry> entries, Shell shell, Predicate<String> wanted) {
        boolean lines = entries.stream().noneMatch(entry -> wanted.test(entry.name()));
        for (Entry entry : entries)
            if (lines || wanted.test(entry.name())) parent.addSubcommand(entry.name(), entry.make(shell, wanted));
        return parent;
    }

    private sealed interface Entry {
        String name();

        CommandLine make(Shell shell, Predicate<String> wanted);
    }

    private record Leaf(String name, String line, Function<Shell, Object> command) implements Entry {
        @Override
        public CommandLine make(Shell shell, Predicate<String> wanted) {
            return wanted.test(name) ? new CommandLine(command.apply(shell)) : stub(name, line);
        }
    }

    private record Group(String name, String line, List<Entry> entries) implements Entry {
        @Override
        public CommandLine make(Shell shell, Predicate<String> wanted) {
            CommandLine group = stub(name, line);
            group.getCommandSpec().usageMessage().synopsisSubcommandLabel("COMMAND");
            return wanted.test(name) ? add(group, entries, shell, wanted) : group;
        }
    }

    private static CommandLine stub(String name, String line) {
        CommandSpec spec = CommandSpec.create().name(name);
        spec.usageMessage().description(line);
        return new CommandLine(spec);
    }
}
