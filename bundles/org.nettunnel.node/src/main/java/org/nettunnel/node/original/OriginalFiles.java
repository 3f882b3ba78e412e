package org.nettunnel.node.original;

import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.node.Originals;
import org.nettunnel.api.node.RequestRefused;
import org.nettunnel.api.node.RequestRefused.Reason;
import org.nettunnel.api.transport.Address;
import org.nettunnel.node.Intake;
import org.nettunnel.node.Newcomers;
import org.nettunnel.node.NodeService;
import org.nettunnel.node.StoredRoster;
import org.nettunnel.node.json.BadDocument;
import org.nettunnel.node.original.Found.Half;
import org.nettunnel.node.original.Found.Target;

/// Takes over the files of the original, by this node's own rules: what they refuse is reported and the rest goes on.
///
/// To be told and to have it done go the same way, up to the last step.
///
/// **Threads:** safe for any.
public class OriginalFiles implements Originals {
    private static final int MOST_FILES = 20;

    private final NodeService node;
    private final StoredRoster roster;

    public OriginalFiles(NodeService node, StoredRoster roster) {
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
        Intake intake = node.intake();
        Newcomers newcomers = roster.newcomers();
        var takeover = new Takeover(intake, newcomers, plan(found, reachedAt, apply));
        Set<String> waiting = waiting(found);
        for (Map.Entry<String, List<Found>> each : found.entrySet()) for (Found one : each.getValue()) take(takeover, each.getKey(), one, waiting);
        List<Line> lines = apply ? commit(intake, newcomers, takeover.lines) : takeover.lines;
        return new Report(List.copyOf(lines), count(lines, "carried"), count(lines, "todo"), count(lines, "lost"), apply);
    }

    /// Users first: without grants and passwords they can do nothing yet, should the rest not be written; then they are taken back.
    ///
    /// @return what was done
    private static List<Line> commit(Intake intake, Newcomers newcomers, List<Line> planned) throws RequestRefused, IOException {
        newcomers.commit();
        try {
            intake.commit();
            return planned;
        } catch (RequestRefused | IOException failed) {
            try {
                newcomers.takeBack();
            } catch (IOException alsoFailed) {
                failed.addSuppressed(alsoFailed);
                return planned.stream().map(line -> broken(line, failed)).toList();
            }
            throw failed;
        }
    }

    private static Line broken(Line line, Exception failed) {
        boolean isOfNode = line.kind().equals("tunnel") || line.kind().equals("endpoint");
        return !isOfNode || !line.outcome().equals("carried") ? line
                : new Line(line.file(), line.kind(), line.name(), "lost", "It could not be written: " + failed.getMessage() + ". Import it again; the users are made.");
    }

    private static void take(Takeover takeover, String file, Found one, Set<String> waiting) {
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

    private static int count(List<Line> lines, String outcome) {
        return (int) lines.stream().filter(line -> line.outcome().equals(outcome)).count();
    }
}
