package org.nettunnel.system.demo;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.nettunnel.system.process.NodePair;
import org.nettunnel.system.process.Product;
import org.nettunnel.system.process.ProductNode;
import org.nettunnel.system.server.OwnServer;

/// `./dev pair`: two nodes on loopback, a tunnel, an endpoint and an echo server, ready to poke.
public final class Pair {
    private Pair() {}

    /// @param arguments the transport
    public static void main(String[] arguments) throws Exception {
        Paper paper = new Paper();
        paper.title("a pair of nodes over " + arguments[0]);
        paper.doing("starting");
        OwnServer echo = OwnServer.echo();
        NodePair pair = NodePair.start(Product.find(), arguments[0]);
        NodePair.Endpoint endpoint = pair.endpoint(echo.port());
        paper.done("echo through the tunnel", "socat - TCP:127.0.0.1:" + endpoint.port());
        paper.done("echo server", "127.0.0.1:" + echo.port() + " beside the inner node");
        for (ProductNode node : List.of(pair.outer(), pair.inner())) {
            paper.blank();
            paper.line(paper.bold(node.name() + " node") + "   port " + node.port() + ", process " + node.process().pid());
            paper.line(paper.blue(node.shortCommand() + " status"));
            paper.line(paper.blue("tail -f " + node.scratch().file("console.log")));
        }
        paper.blank();
        paper.line(paper.dim("Ctrl-C ends it and leaves nothing behind."));
        new CountDownLatch(1).await();
    }
}
