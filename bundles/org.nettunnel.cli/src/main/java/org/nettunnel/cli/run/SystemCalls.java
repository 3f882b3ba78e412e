package org.nettunnel.cli.run;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What a restart needs of the C library of Linux and macOS, and Java does not offer: another program in the same process.
///
/// All is looked up when it is made: by the time it is used the jars may be others.
/// **Threads:** [#become] on a platform thread, whose signal mask is what the next program gets.
@SuppressWarnings("restricted")
final class SystemCalls {
    private static final MemoryLayout INT = ValueLayout.JAVA_INT;
    private static final MemoryLayout POINTER = ValueLayout.ADDRESS;
    private static final int FIRST_OF_OURS = 3;
    private static final int SET_DESCRIPTOR_FLAGS = 2;
    private static final int CLOSE_ON_EXEC = 1;
    /// More than any `sigset_t` has.
    private static final int SIGNAL_SET_BYTES = 256;
    private final Linker linker = Linker.nativeLinker();
    private final int setMask;
    private final Path descriptors;
    private final MethodHandle execv = function("execv", POINTER, POINTER);
    private final MethodHandle setenv = function("setenv", POINTER, POINTER, INT);
    private final MethodHandle sigemptyset = function("sigemptyset", POINTER);
    private final MethodHandle sigmask = function("pthread_sigmask", INT, POINTER, POINTER);
    private final MethodHandle fcntl;

    SystemCalls(boolean isMac) {
        setMask = isMac ? 3 : 2;
        descriptors = Path.of(isMac ? "/dev/fd" : "/proc/self/fd");
        fcntl = linker.downcallHandle(linker.defaultLookup().findOrThrow("fcntl"), FunctionDescriptor.of(ValueLayout.JAVA_INT, INT, INT, INT),
                Linker.Option.firstVariadicArg(2));
    }

    private MethodHandle function(String name, MemoryLayout... parameters) {
        return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), FunctionDescriptor.of(ValueLayout.JAVA_INT, parameters));
    }

    /// For the programs that come after this one; Java itself goes on with what it found at its start.
    void setEnvironment(String name, String value) {
        try (Arena arena = Arena.ofConfined()) {
            int _ = (int) setenv.invokeExact(arena.allocateFrom(name), arena.allocateFrom(value), 1);
        } catch (Throwable failed) {
            throw new IllegalStateException("setenv", failed);
        }
    }

    /// Runs another program in this process, in the same directory, with the same environment, standard streams and process id.
    ///
    /// It returns only when the program cannot be run; this one goes on then, none the worse.
    void become(Path program, List<String> arguments) throws IOException {
        closeOnExec();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment path = arena.allocateFrom(program.toString());
            MemorySegment vector = arena.allocate(ValueLayout.ADDRESS, arguments.size() + 2L);
            vector.setAtIndex(ValueLayout.ADDRESS, 0, path);
            for (int i = 0; i < arguments.size(); i++) vector.setAtIndex(ValueLayout.ADDRESS, i + 1L, arena.allocateFrom(arguments.get(i)));
            MemorySegment none = arena.allocate(SIGNAL_SET_BYTES);
            // the JVM blocks SIGQUIT in its threads, and masks outlive the change of program
            int _ = (int) sigemptyset.invokeExact(none);
            int _ = (int) sigmask.invokeExact(setMask, none, MemorySegment.NULL);
            int _ = (int) execv.invokeExact(path, vector);
        } catch (Throwable failed) {
            throw new IllegalStateException("execv", failed);
        }
        throw new IOException(program + " cannot be run");
    }

    /// Not only ours: libraries open files too, and not all of them think of what comes after them.
    private void closeOnExec() throws IOException {
        var open = new ArrayList<Integer>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(descriptors)) {
            for (Path each : all) open.add(Integer.valueOf(each.getFileName().toString()));
        }
        try {
            for (int descriptor : open)
                if (descriptor >= FIRST_OF_OURS) {
                    int _ = (int) fcntl.invokeExact(descriptor, SET_DESCRIPTOR_FLAGS, CLOSE_ON_EXEC);
                }
        } catch (Throwable failed) {
            throw new IllegalStateException("fcntl", failed);
        }
    }
}
