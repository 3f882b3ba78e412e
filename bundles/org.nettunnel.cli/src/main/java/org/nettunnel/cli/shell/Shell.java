package org.nettunnel.cli.shell;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;
import org.nettunnel.client.NodeClient;
import org.nettunnel.client.NodeException;
import org.nettunnel.client.RecordJson;

/// What every command works with: the terminal, the common options, and the way to the node.
public record Shell(Terminal terminal, Root root) {
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);

    /// A command as picocli runs it.
    public interface Task extends Callable<Integer> {
        @Override
        Integer call() throws CliFailure, NodeException;
    }

    /// Looks at the node.
    public interface Look<T> {
        T get() throws NodeException;
    }

    public NodeClient node() throws CliFailure {
        return new NodeChoice(this).choose();
    }

    /// What `--node` says; null without it.
    public @Nullable String nodeUrl() {
        return root.node;
    }

    /// What `--via` says; null without it.
    public @Nullable String via() {
        return root.via;
    }

    public boolean json() {
        return root.json;
    }

    public DefaultDirectories directories() {
        return DefaultDirectories.of(terminal);
    }

    public Path config() {
        return directories().config(root.config);
    }

    public Path data() {
        return directories().data(root.data);
    }

    public Logins logins() {
        return new Logins(directories().logins());
    }

    public void line(String text) {
        terminal.out().println(Texts.printable(text));
    }

    /// For people, not for pipes.
    public void hint(String text) {
        terminal.err().println(Texts.printable(text));
    }

    public int printJson(Object record) {
        terminal.out().println(RecordJson.writePretty(record));
        return ExitCode.OK;
    }

    /// Looks again and again until it is `settled` or time is up; returns what was seen last.
    public <T> T await(Duration longest, Predicate<T> settled, Look<T> look) throws NodeException {
        return await(longest, BETWEEN_LOOKS, settled, look);
    }

    /// @param between two looks
    public <T> T await(Duration longest, Duration between, Predicate<T> settled, Look<T> look) throws NodeException {
        long deadline = System.nanoTime() + longest.toNanos();
        T seen = look.get();
        while (!settled.test(seen) && System.nanoTime() - deadline < 0 && terminal.pause().wait(between)) seen = look.get();
        return seen;
    }
}
