package org.nettunnel.cli.shell;

import java.nio.file.Path;
import java.util.List;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/// The command `nettunnel` itself: what all commands have in common.
@Command(name = "nettunnel", synopsisSubcommandLabel = "COMMAND", description = {
        "Carries connections through firewalls: a node behind one dials out to a node that can be reached; "
                + "endpoints on either side listen (inbound) or connect (outbound)."},
        exitCodeListHeading = "%nExit codes:%n", exitCodeList = {
                "0:done", "1:failed; nothing was changed unless the message says so", "2:the command line is wrong", "3:no Java 25 or newer",
                "4:the node cannot be reached", "5:not logged in, or not allowed", "75:the node was told to restart: start it again", "78:configuration or directories of the node are not valid"},
        footerHeading = "%nExamples:%n", footer = {
                "  nettunnel run                                            start a node here",
                "  nettunnel setup                                          make its first administrator",
                "  nettunnel invite office --address outer.example:52845    at the node that can be reached",
                "  nettunnel tunnel add --invite -                          at the node behind the firewall",
                "  nettunnel endpoint add office --listen 8080 --to 10.0.0.7:80",
                "", "More: nettunnel COMMAND --help"})
public final class Root {
    /// Those that say which node is meant.
    public static final List<String> NODE_OPTIONS = List.of("--node", "--via");

    @Option(names = "--node", paramLabel = "URL", scope = ScopeType.INHERIT, order = 90,
            description = "Talk to this node, by the login saved for it. Without: the node of this machine's data directory.")
    @Nullable String node;

    @Option(names = "--via", paramLabel = "TUNNEL", scope = ScopeType.INHERIT, order = 90,
            description = "Run the command at the node at the other end of this tunnel; log in there by 'nettunnel login --via TUNNEL'.")
    @Nullable String via;

    @Option(names = "--data", paramLabel = "DIR", scope = ScopeType.INHERIT, order = 91,
            description = "Data directory of the node. Also NETTUNNEL_DATA.")
    @Nullable Path data;

    @Option(names = "--config", paramLabel = "DIR", scope = ScopeType.INHERIT, order = 92,
            description = "Configuration directory of the node. Also NETTUNNEL_CONFIG.")
    @Nullable Path config;

    @Option(names = "--json", scope = ScopeType.INHERIT, order = 93, description = "Print JSON in the shapes of the admin API.")
    boolean json;

    @Option(names = {"-h", "--help"}, usageHelp = true, scope = ScopeType.INHERIT, order = 99, description = "Print this help.")
    boolean help;
}
