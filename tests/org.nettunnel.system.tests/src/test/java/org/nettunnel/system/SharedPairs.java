package org.nettunnel.system;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.nettunnel.system.process.NodePair;
import org.nettunnel.system.process.Product;

/// One pair of nodes per transport for all tests that leave the nodes running; ended when this JVM ends.
final class SharedPairs {
    private static final Map<String, NodePair> PAIRS = new HashMap<>();

    private SharedPairs() {}

    static synchronized NodePair over(String transport) throws IOException, InterruptedException {
        NodePair known = PAIRS.get(transport);
        if (known != null && known.outer().process().isAlive() && known.inner().process().isAlive()) return known;
        if (known != null) known.close();
        NodePair made = NodePair.start(Product.find(), transport);
        PAIRS.put(transport, made);
        return made;
    }
}
