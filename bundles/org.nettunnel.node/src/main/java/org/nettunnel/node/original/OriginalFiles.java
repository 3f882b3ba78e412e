package org.nettunnel.node.original;

import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.node.Node;
import org.nettunnel.api.node.Originals;
import org.nettunnel.api.node.RequestRefused;
import org.nettunnel.api.node.RequestRefused.Reason;
import org.nettunnel.api.node.Roster;
import org.nettunnel.api.transport.Address;
import org.nettunnel.node.json.BadDocument;
import org.nettunnel.node.original.Found.Half;
import org.nettunnel.node.original.Found.Target;

/// Takes over the files of the original, by this node's own operations: what they refuse is reported and the rest goes on.
///
/// **Threads:** safe for any.
public class OriginalFiles implements Originals {
    private static final int MOST_FILES = 20;

    private final Node node;
    private final Supplier<@Nullable Roster> roster;

    /// @param roster null where users cannot be made
    public OriginalFiles(Node node, Supplier<@Nullable Roster> roster) {
        this.node = node;
        this.roster = roster;
    }

    @Override
    public Report take(List<Foreign> files, @Nullable Address reachedAt, boolean apply) throws RequestRefused, IOException {
        if (files.isEmpty() || files.size() > MOST_FILES) throw new RequestRefused(Reason.INVALID, files.size() + " files were given; it must be 1 to " + MOST_FILES);
        Map<String, List<Found>> found = new LinkedHashMap<>();
        for (Foreign file : files) {
            try {
                if (found.put(file.name(), OriginalFile.read(file.name(), file.content())) != null)
                    throw new RequestRefused(Reason.INVALID, "file '" + file.name() + "' was given twice");
            } catch (BadDocument wrong) {
                throw new RequestRefused(Reason.INVALID, String.valueOf(wrong.getMessage()));
            }
        }
        var takeover = new Takeover(node, roster.get(), plan(found, reachedAt, apply));
        Set<String> waiting = waiting(found);
        for (Map.Entry<String, List<Found>> each : found.entrySet()) for (Found one : each.getValue()) take(takeover, each.getKey(), one, waiting);
        return new Report(List.copyOf(takeover.lines), count(takeover, "carried"), count(takeover, "todo"), count(takeover, "lost"), apply);
    }

    private static void take(Takeover takeover, String file, Found one, Set<String> waiting) throws IOException {
        switch (one) {
            case Found.Person person -> takeover.person(file, person);
            case Found.Line tunnel -> {
                boolean isOtherEnd = tunnel.address() != null && waiting.contains(tunnel.id());
                if (!isOtherEnd) takeover.tunnel(file, tunnel);
            }
            case Found.Service service -> takeover.service(file, service);
            case Found.Unknown(String name, String sentence) -> takeover.lines.add(new Line(file, "file", name, "lost", "Not understood: " + sentence + "."));
        }
    }

    /// Halves of the other end, of version 1, whose files may be given beside this node's.
    private static Takeover.Plan plan(Map<String, List<Found>> found, @Nullable Address reachedAt, boolean apply) {
        Map<String, Target> targets = new HashMap<>();
        Map<String, Integer> ports = new HashMap<>();
        for (List<Found> file : found.values())
            for (Found one : file)
                if (one instanceof Found.Line tunnel)
                    for (Half half : tunnel.endpoints()) {
                        Target target = half.target();
                        if (target != null && !half.id().isEmpty()) targets.put(half.id(), target);
                        if (half.port() != 0 && !half.id().isEmpty()) ports.put(half.id(), half.port());
                    }
        return new Takeover.Plan(reachedAt, apply, targets, ports);
    }

    /// The ids of tunnels whose waiting end was given: it is this node's, and the dialling end only tells the other halves of its endpoints.
    private static Set<String> waiting(Map<String, List<Found>> found) {
        Set<String> waiting = new HashSet<>();
        for (List<Found> file : found.values())
            for (Found one : file)
                if (one instanceof Found.Line tunnel && tunnel.address() == null && !tunnel.id().isEmpty()) waiting.add(tunnel.id());
        return waiting;
    }

    private static int count(Takeover takeover, String outcome) {
        return (int) takeover.lines.stream().filter(line -> line.outcome().equals(outcome)).count();
    }
}
