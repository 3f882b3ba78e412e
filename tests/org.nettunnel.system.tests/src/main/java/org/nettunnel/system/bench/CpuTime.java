package org.nettunnel.system.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.nettunnel.system.process.Program;

/// CPU that programs and all they started have used, ended children included.
public final class CpuTime {
    private static final long NANOS_PER_TICK = 10_000_000; // USER_HZ is 100 on every Linux

    private CpuTime() {}

    public static long nanos(List<Program> programs) {
        return programs.stream().flatMap(Program::processIds).mapToLong(CpuTime::ticks).sum() * NANOS_PER_TICK;
    }

    private static long ticks(long process) {
        try {
            String stat = Files.readString(Path.of("/proc/" + process + "/stat"));
            // the name, in brackets, may hold blanks; utime, stime, cutime and cstime are fields 14 to 17
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            long ticks = 0;
            for (int field = 11; field <= 14; field++) ticks += Long.parseLong(fields[field]);
            return ticks;
        } catch (IOException gone) {
            return 0; // it ended; its parent counts it now
        }
    }
}
