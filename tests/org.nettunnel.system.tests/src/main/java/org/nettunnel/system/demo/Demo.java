package org.nettunnel.system.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import org.nettunnel.system.process.Await;
import org.nettunnel.system.process.Cli;
import org.nettunnel.system.process.Ports;
import org.nettunnel.system.process.Product;
import org.nettunnel.system.process.ProductNode;
import org.nettunnel.system.process.Program;
import org.nettunnel.system.process.Scratch;

/// `./dev demo`: a web server that nobody can reach, reached.
///
/// With `--check` it ends after showing everything; it fails when something is not as shown. With `--loopback` it makes no network of
/// its own.
public final class Demo {
    private static final int FRIENDLY_PORT = 8080;
    private static final int MEBIBYTES = 64;
    private static final String TUNNEL = "office";
    private static final String GREETING = "This page comes from a machine that nobody can connect to.";
    private final Paper paper = new Paper();
    private final Product product;
    private final Surroundings place;
    private final ProductNode outer;
    private final ProductNode inner;

    private Demo(Product product, Surroundings place) throws IOException {
        this.product = product;
        this.place = place;
        outer = ProductNode.at(place.outer(), "outer", product);
        inner = ProductNode.at(place.inner(), "inner", product);
    }

    /// Ends with 0, or with 1 and the reason.
    public static void main(String[] arguments) throws Exception {
        boolean check = List.of(arguments).contains("--check");
        boolean loopback = List.of(arguments).contains("--loopback");
        Demo demo = new Demo(Product.find(), loopback ? Surroundings.onLoopback("--loopback says so") : Surroundings.make());
        try {
            demo.show();
        } catch (IOException | AssertionError failed) {
            demo.paper.failed("demo", String.valueOf(failed.getMessage()));
            demo.showLogs();
            System.exit(1);
        }
        if (check) System.exit(0);
        demo.paper.line(demo.paper.dim("Ctrl-C ends it and leaves nothing behind."));
        new CountDownLatch(1).await();
    }

    private void show() throws IOException, InterruptedException {
        paper.title("NetTunnel: reach what nobody can connect to");
        startNodes();
        Path www = startWebServer();
        connect();
        int port = addEndpoint();
        showDirectWay();
        fetch(port);
        showPicture(port);
        measure(port, www);
        showWhatToTry(port);
    }

    private void startNodes() throws IOException, InterruptedException {
        paper.doing("starting two nodes");
        outer.launch();
        inner.launch();
        outer.awaitReady();
        paper.done("outer node", place.reached() + ":" + outer.port());
        inner.awaitReady();
        Namespace firewall = place.firewall();
        if (firewall != null) {
            paper.done("inner node", "in a network of its own, " + firewall.innerAddress() + "; every connection to it is dropped");
        } else {
            paper.done("inner node", "on loopback");
            paper.without("no firewall", "both nodes are on loopback, because " + place.remark());
        }
    }

    private Path startWebServer() throws IOException, InterruptedException {
        paper.doing("starting a web server beside the inner node");
        Scratch scratch = Scratch.make("web");
        Path www = scratch.directory("www");
        Files.writeString(www.resolve("index.html"), "<!doctype html><title>NetTunnel</title><h1>" + GREETING + "</h1>\n");
        List<String> command = new ArrayList<>(place.inner().inFront());
        command.addAll(List.of(Path.of(System.getProperty("java.home"), "bin", "jwebserver").toString(), "-J-Dsun.net.httpserver.nodelay=true", "-b",
                place.webHost(), "-p", String.valueOf(place.webPort()), "-d", www.toString(), "-o", "none"));
        Program web = Program.start("web server", scratch.file("output.log"), command);
        // it says so when it listens; from here nobody can look
        Await.until("the web server listens", Duration.ofSeconds(20), () -> {
            if (!web.isAlive()) throw new AssertionError("the web server ended: " + web.tail());
            return web.output().contains("http://");
        });
        paper.done("web server", "beside it, http://" + place.web() + "/");
        return www;
    }

    private void connect() throws IOException, InterruptedException {
        paper.doing("making the tunnel by invite");
        String invite = outer.cli().succeed("invite", TUNNEL, "--address", place.reached() + ":" + outer.port()).out().strip();
        long start = System.nanoTime();
        inner.cli().succeed("tunnel", "add", "--invite", invite, "--wait", "30s");
        Await.until("the tunnel is established", Duration.ofSeconds(30), () -> tunnel().path("status").asText().equals("established"));
        paper.done("tunnel by invite", String.format(Locale.ROOT, "dialled from inside, up after %.1f s", (System.nanoTime() - start) / 1e9));
    }

    private JsonNode tunnel() throws IOException, InterruptedException {
        for (JsonNode tunnel : outer.cli().succeed("tunnel", "list", "--json").json().path("tunnels"))
            if (tunnel.path("name").asText().equals(TUNNEL)) return tunnel;
        throw new IOException("the outer node does not list the tunnel " + TUNNEL);
    }

    private int addEndpoint() throws IOException, InterruptedException {
        paper.doing("adding an endpoint");
        Cli.Result added = outer.cli().succeed("endpoint", "add", TUNNEL, "--listen", "127.0.0.1:" + Ports.freeOr(FRIENDLY_PORT), "--to",
                place.web(), "--json");
        String id = added.json().path("id").asText();
        int[] port = new int[1];
        Await.until("the endpoint listens", Duration.ofSeconds(15), () -> {
            for (JsonNode endpoint : outer.cli().succeed("endpoint", "list", "--json").json().path("endpoints"))
                if (endpoint.path("id").asText().equals(id) && endpoint.path("there").path("state").asText().equals("ready"))
                    port[0] = endpoint.path("here").path("port").asInt();
            return port[0] > 0;
        });
        paper.done("endpoint", "the outer node listens on 127.0.0.1:" + port[0]);
        return port[0];
    }

    private void showDirectWay() throws IOException {
        if (place.firewall() == null) return;
        paper.doing("trying the direct way");
        if (Web.canConnect(place.webHost(), place.webPort()))
            throw new IOException("http://" + place.web() + "/ can be reached directly, which the firewall should prevent");
        paper.done("the direct way", "http://" + place.web() + "/ is blocked, as it should be");
    }

    private void fetch(int port) throws IOException {
        paper.doing("fetching the page");
        try (Web web = Web.connect("127.0.0.1", port)) {
            String page = web.page("/");
            if (!page.contains(GREETING)) throw new IOException("another page came: " + page);
        }
        paper.done("the way through", "http://127.0.0.1:" + port + "/ shows the page");
    }

    private void showPicture(int port) throws IOException, InterruptedException {
        JsonNode link = tunnel().path("link");
        Picture.draw(paper, port, place.reached() + ":" + outer.port(), place.web(), link.path("suite").asText(""),
                place.firewall() != null);
    }

    private void measure(int port, Path www) throws IOException, InterruptedException {
        paper.doing("measuring");
        byte[] block = new byte[1 << 20];
        java.util.concurrent.ThreadLocalRandom.current().nextBytes(block);
        try (var out = Files.newOutputStream(www.resolve("large"))) {
            for (int i = 0; i < MEBIBYTES; i++) out.write(block);
        }
        try (Web web = Web.connect("127.0.0.1", port)) {
            web.medianMillis("/", 300);
            double millis = web.medianMillis("/", 500);
            web.download("/large");
            long start = System.nanoTime();
            web.download("/large");
            double rate = MEBIBYTES * 1e9 / (System.nanoTime() - start);
            JsonNode measured = tunnel().path("links").path(0).path("roundTripMillis");
            paper.done("latency", String.format(Locale.ROOT, "%.2f ms a request, web server included%s", millis,
                    measured.isNumber() ? String.format(Locale.ROOT, "; the tunnel's round trip is %.2f ms", measured.asDouble()) : ""));
            paper.done("rate", String.format(Locale.ROOT, "%.0f MiB/s, one download of %d MiB", rate, MEBIBYTES));
        }
    }

    private void showWhatToTry(int port) throws IOException {
        String out = outer.shortCommand().toString();
        String in = inner.shortCommand().toString();
        paper.title("What to try next");
        paper.line("the page               " + paper.blue("http://127.0.0.1:" + port + "/"));
        paper.line("the outer node         " + paper.blue(out + " status"));
        paper.line("what it carries        " + paper.blue(out + " streams"));
        paper.line("one more endpoint      " + paper.blue(out + " endpoint add " + TUNNEL + " --listen 0 --to " + place.web()));
        paper.line("the other direction    " + paper.blue(in + " endpoint add " + TUNNEL + " --listen 9000 --to 127.0.0.1:" + port));
        paper.line("the inner node         " + paper.blue(in + " tunnel list"));
        paper.line("its log                " + paper.blue("tail -f " + inner.scratch().file("console.log")));
        paper.blank();
    }

    private void showLogs() {
        for (ProductNode node : List.of(outer, inner)) {
            String log = node.log();
            if (log.isBlank()) continue;
            paper.title("the log of the " + node.name() + " node ends so");
            log.lines().skip(Math.max(0, log.lines().count() - 25)).forEach(paper::line);
        }
    }
}
