package org.nettunnel.system;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;
import org.nettunnel.system.process.LogWatch;
import org.nettunnel.system.process.NodePair;

/// Runs a class of tests through a running pair, once over each transport; a warning nobody expected fails the test.
@Tag("short")
@Timeout(300)
@ParameterizedClass(name = "over {0}")
@ValueSource(strings = {"tcp", "https"})
@ExtendWith(SkipsWithoutProgram.class)
class OnSharedPair {
    @Parameter
    String transport;

    NodePair pair;
    LogWatch logs;

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
