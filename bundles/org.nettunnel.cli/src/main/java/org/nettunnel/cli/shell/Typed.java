package org.nettunnel.cli.shell;

import static java.util.Map.entry;

import java.util.List;
import java.util.Map;

import org.nettunnel.api.admin.Problem;
import org.nettunnel.client.NodeException;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/// What people typed, where a node speaks of the fields of a request.
public final class Typed {
    /// By field, without those it lies in: options and parameters by which it is given; a command has one of them.
    private static final Map<String, List<String>> WORDS = Map.ofEntries(
            entry("name", List.of("--name", "NAME", "USER")), entry("addresses", List.of("--address")), entry("address", List.of("--address", "HOST:PORT")),
            entry("graceSeconds", List.of("--grace")), entry("patienceSeconds", List.of("--patience")), entry("validSeconds", List.of("--valid")),
            entry("bind", List.of("--listen")), entry("port", List.of("--listen")), entry("target", List.of("--to")), entry("direction", List.of("--outbound")),
            entry("tunnel", List.of("--tunnel", "TUNNEL")), entry("acts", List.of("--act")), entry("scopes", List.of("--scope")), entry("expires", List.of("--life")),
            entry("suites", List.of("SUITE")), entry("compressions", List.of("--compression")), entry("peerMayConfigure", List.of("--peer-may-configure")),
            entry("peerMayCall", List.of("--peer-may-call")), entry("invite", List.of("--invite", "--invite-file")), entry("code", List.of("--code", "CODE")),
            entry("feature", List.of("BUNDLE")), entry("location", List.of("LOCATION")), entry("endpoints", List.of("--most-endpoints")),
            entry("connections", List.of("--most-connections")), entry("limit", List.of("--limit", "--lines")), entry("bytesPerSecond", List.of("--bytes-per-second")));

    private Typed() {}

    /// The option or the parameter of `command` that gives `field`; the field itself where there is none.
    public static String word(CommandSpec command, String field) {
        String last = field.substring(field.lastIndexOf('.') + 1);
        for (String word : WORDS.getOrDefault(last, List.of("--" + last))) if (has(command, word)) return word;
        return field;
    }

    private static boolean has(CommandSpec command, String word) {
        return word.startsWith("--") ? command.findOption(word) != null : command.positionalParameters().stream().map(PositionalParamSpec::paramLabel).anyMatch(word::equals);
    }

    /// What the node said, with the first field that is wrong as `command` calls it.
    public static String sentence(CommandSpec command, NodeException.Refused refused) {
        List<Problem.Field> fields = refused.problem().fields();
        if (fields.isEmpty()) return refused.sentence();
        String field = fields.getFirst().field(), said = refused.sentence();
        for (String name : List.of("field '" + field + "'", "parameter '" + field + "'", field))
            if (said.startsWith(name)) return word(command, field) + said.substring(name.length());
        return said;
    }
}
