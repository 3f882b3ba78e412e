package org.nettunnel.system;

import java.io.IOException;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import org.nettunnel.system.process.LogWatch;
import org.nettunnel.system.process.NodePair;

/// Runs a class of tests through a running pair, once over each transport; a warning nobody expected fails the test.
@Tag("short")
@Timeout(300)
@ParameterizedClass(name = "over {0}")
@MethodSource("transports")
@ExtendWith(SkipsWithoutProgram.class)
class OnSharedPair {
    @Parameter
    String transport;

    NodePair pair;
    LogWatch logs;

    /// A class of tests may hide it by its own.
    static List<String> transports() {
        return List.of("tcp", "https");
    }

    @BeforeEach
    void takeThePair() throws IOException, InterruptedException {
        pair = SharedPairs.over(transport);
        pair.awaitEstablished();
        logs = new LogWatch(pair.outer(), pair.inner());
    }

    @AfterEach
    void nobodyWarned() {
        logs.assertQuiet();
    }
}
