package org.nettunnel.osgi.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.osgi.framework.Bundle;

/// All bundles resolve, all components start, and a provider that goes and comes back brings everything back.
class ComponentsTest {
    @BeforeAll
    static void startTheProduct() throws Exception {
        Running.startAll();
    }

    @Test
    void everyBundleIsHereAndRuns() {
        assertTrue(Running.ours().size() >= 13, () -> "only " + Running.ours());
        for (Bundle bundle : Running.ours())
            assertTrue((bundle.getState() & (Bundle.ACTIVE | Bundle.STARTING)) != 0, () -> bundle + " is in state " + bundle.getState());
    }

    @Test
    void everyComponentIsSatisfied() throws Exception {
        assertFalse(Running.components().isEmpty(), "no component was found at all");
        boolean satisfied = Running.eventually(() -> Running.unsatisfied().isEmpty());
        assertTrue(satisfied, () -> String.join("\n", Running.unsatisfied()));
    }

    @TestFactory
    Stream<DynamicTest> providerComesAndGoesWhileTheNodeRuns() {
        return Stream.of("crypto.jdk", "compression.deflate", "transport.tcp").map(name -> DynamicTest.dynamicTest(name, () -> {
            Bundle provider = Running.bundle(name);
            assertTrue(Running.eventually(() -> Running.unsatisfied().isEmpty() && !Running.offers(provider).isEmpty()),
                    () -> name + " offers " + Running.offers(provider) + "; " + Running.unsatisfied());
            List<String> before = Running.offers(provider);
            provider.stop();
            assertEquals(List.of(), Running.offers(provider), "a stopped bundle offers nothing");
            assertTrue(Running.ours().stream().filter(bundle -> bundle != provider).allMatch(bundle -> (bundle.getState() & (Bundle.ACTIVE | Bundle.STARTING)) != 0),
                    "no other bundle stops with it");
            provider.start(Bundle.START_ACTIVATION_POLICY);
            assertTrue(Running.eventually(() -> Running.offers(provider).equals(before)), () -> name + " offers " + Running.offers(provider) + " instead of " + before);
            assertTrue(Running.eventually(() -> Running.unsatisfied().isEmpty()), () -> String.join("\n", Running.unsatisfied()));
        }));
    }
}
