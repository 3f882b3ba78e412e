package org.nettunnel.system.process;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// Fails a test when a node warned of something the test did not expect.
public final class LogWatch {
    private static final Pattern COMPLAINT = Pattern.compile("\\b(WARN|WARNING|ERROR|SEVERE)\\b|^\\s+at [\\w.$/]+\\(|^Exception in thread");
    private final List<ProductNode> nodes;
    private final List<Integer> seen = new ArrayList<>();
    private final List<Pattern> allowed = new ArrayList<>();

    /// Looks at what these nodes log from now on.
    public LogWatch(ProductNode... nodes) {
        this.nodes = List.of(nodes);
        for (ProductNode node : nodes) seen.add(node.log().length());
    }

    /// Lines in which this is found are expected.
    public LogWatch allow(String regex) {
        allowed.add(Pattern.compile(regex));
        return this;
    }

    /// @throws AssertionError with the lines nobody expected
    public void assertQuiet() {
        List<String> complaints = new ArrayList<>();
        for (int i = 0; i < nodes.size(); i++) {
            ProductNode node = nodes.get(i);
            node.log().substring(seen.get(i)).lines().filter(COMPLAINT.asPredicate())
                    .filter(line -> allowed.stream().noneMatch(pattern -> pattern.matcher(line).find()))
                    .forEach(line -> complaints.add(node.name() + ": " + line));
        }
        if (!complaints.isEmpty()) throw new AssertionError("unexpected in the logs:\n" + String.join("\n", complaints));
    }
}
