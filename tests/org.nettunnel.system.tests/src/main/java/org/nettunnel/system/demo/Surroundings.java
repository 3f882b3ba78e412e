package org.nettunnel.system.demo;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nettunnel.system.process.Ports;
import org.nettunnel.system.process.ProductNode.Place;

/// Where the two nodes of a demo live, and whether the inner one can be reached.
///
/// @param outer     where the outer node runs
/// @param inner     where the inner node runs
/// @param reached   the outer node's address as the inner one dials it
/// @param webHost   address of the web server beside the inner node, as the outer side would reach it
/// @param firewall  the network of its own that the inner side is in; null when all is on loopback
/// @param remark    why there is no firewall; empty with one
record Surroundings(Place outer, Place inner, String reached, String webHost, int webPort, @Nullable Namespace firewall,
        String remark) {
    private static final int DEFAULT_PORT = 52845;
    private static final int WEB_PORT = 8000;

    /// A network of its own for the inner side where that is possible, else loopback.
    static Surroundings make() throws IOException, InterruptedException {
        try {
            Namespace own = Namespace.make();
            return new Surroundings(new Place(List.of(), own.outerAddress(), Ports.freeOr(DEFAULT_PORT)),
                    new Place(own.inFront(), "127.0.0.1", DEFAULT_PORT), own.outerAddress(), own.innerAddress(), WEB_PORT, own, "");
        } catch (Namespace.NotPermitted why) {
            return onLoopback(String.valueOf(why.getMessage()));
        }
    }

    /// Both nodes where they could reach each other anyway.
    static Surroundings onLoopback(String why) throws IOException {
        Place outer = new Place(List.of(), "127.0.0.1", Ports.freeOr(DEFAULT_PORT));
        return new Surroundings(outer, Place.LOOPBACK, "127.0.0.1", "127.0.0.1", Ports.freeOr(WEB_PORT), null, why);
    }

    /// HOST:PORT of the web server.
    String web() {
        return webHost + ":" + webPort;
    }
}
