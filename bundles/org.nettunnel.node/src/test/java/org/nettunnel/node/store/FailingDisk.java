package org.nettunnel.node.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A real disk whose n-th step is refused, or after which the process is gone.
final class FailingDisk implements FileSteps {
    /// How a step fails.
    enum Way { REFUSED, DONE_BUT_REFUSED, HALF_DONE_AND_KILLED, KILLED_BEFORE }

    /// Thrown where a process would have been killed: nothing after it runs, not even tidying up.
    static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    private final int failing;
    private final Way way;
    private final boolean forGood;
    private int step;
    final List<String> steps = new ArrayList<>();

    /// @param failing which step fails, from 0; -1 for none
    /// @param forGood whether all later steps fail too
    FailingDisk(int failing, Way way, boolean forGood) {
        this.failing = failing;
        this.way = way;
        this.forGood = forGood;
    }

    static FailingDisk healthy() {
        return new FailingDisk(-1, Way.REFUSED, false);
    }

    private boolean fails() {
        int now = step++;
        return now == failing || forGood && failing >= 0 && now > failing;
    }

    private interface Step {
        void run() throws IOException;
    }

    private void step(String name, Step real, Step half) throws IOException {
        steps.add(name);
        if (!fails()) {
            real.run();
            return;
        }
        switch (way) {
            case REFUSED -> { }
            case DONE_BUT_REFUSED -> real.run();
            case HALF_DONE_AND_KILLED -> {
                half.run();
                throw new Killed();
            }
            case KILLED_BEFORE -> throw new Killed();
        }
        throw new IOException("No space left on device");
    }

    @Override
    public void create(Path file, byte[] content) throws IOException {
        step("create", () -> DISK.create(file, content), () -> Files.write(file, java.util.Arrays.copyOf(content, content.length / 2)));
    }

    @Override
    public void replace(Path from, Path to) throws IOException {
        step("replace", () -> DISK.replace(from, to), () -> DISK.replace(from, to));
    }

    @Override
    public void force(Path directory) throws IOException {
        step("force", () -> DISK.force(directory), () -> { });
    }
}
