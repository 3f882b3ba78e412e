package org.nettunnel.system.memory;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

import org.nettunnel.system.bench.CpuTime;
import org.nettunnel.system.process.Await;
import org.nettunnel.system.process.Debian;
import org.nettunnel.system.process.NodePair;
import org.nettunnel.system.process.Ports;
import org.nettunnel.system.process.Product;
import org.nettunnel.system.process.ProductNode;
import org.nettunnel.system.process.Program;
import org.nettunnel.system.process.Run;
import org.nettunnel.system.process.Scratch;

/// `./dev prove memory`: two product processes with their `-Xmx512m` hold thousands of idle connections for little, refuse new ones when
/// slow ones hold too much, and are as before when a flood is over.
public final class MemoryProof {
    private static final double MOST_GROWTH_OF_10000 = 100;
    /// What the system gives and takes back by itself.
    private static final double NOISE = 12;
    /// Slow connections that cannot all have their window.
    private static final int MOST_STUCK = 6_000;
    private static final double MOST_LEFT = 48;
    private static final int AT_ONCE = 16;

    private final boolean isShort;
    private final Path directory;
    private final NodePair pair;
    private final int echo;
    private final int talk;
    private final int deaf;

    private MemoryProof(boolean isShort, Path directory, NodePair pair, Program targets) throws Exception {
        this.isShort = isShort;
        this.directory = directory;
        this.pair = pair;
        Await.until("the targets listen", Duration.ofSeconds(20), () -> targets.output().contains("\n"));
        String[] ports = targets.output().strip().split(" ");
        echo = pair.endpoint(Integer.parseInt(ports[1])).port();
        talk = pair.endpoint(Integer.parseInt(ports[2])).port();
        deaf = pair.endpoint(Integer.parseInt(ports[3])).port();
    }

    /// @param arguments `short` or `full`
    public static void main(String[] arguments) throws Exception {
        boolean isShort = arguments[0].equals("short");
        Path directory = Path.of(System.getProperty("nettunnel.gclogs"));
        try (Scratch scratch = Scratch.make("memory");
                Program targets = Program.start("targets", scratch.file("targets.log"), List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC", "-Xmx256m", "-cp", System.getProperty("java.class.path"), Targets.class.getName()));
                NodePair pair = NodePair.start(Product.find(), "tcp")) {
            new MemoryProof(isShort, directory, pair, targets).run();
        }
        System.exit(0);
    }

    private void run() throws Exception {
        idle(isShort ? 2_000 : 10_000);
        Footprint before = Footprint.of(pair, directory);
        stuckReaders();
        stuckTargets(isShort ? 200 : 1_000);
        connections();
        strangers();
        descriptors();
        assertUsable();
        double left = Footprint.of(pair, directory).heapMebibytes() - before.heapMebibytes();
        say("after all floods %.0f MiB of heap more than before", left);
        // pools keep some for the next taker
        require(left <= MOST_LEFT, "the floods left " + left + " MiB of heap behind");
        assertNoComplaints(pair.outer());
        assertNoComplaints(pair.inner());
    }

    private void idle(int count) throws Exception {
        // what a process takes once for so many, it keeps
        try (Clients first = new Clients(echo)) {
            first.openEchoing(count);
        }
        awaitOpen(0);
        Footprint before = Footprint.of(pair, directory);
        try (Clients clients = new Clients(echo)) {
            clients.openEchoing(count);
            Footprint after = Footprint.of(pair, directory);
            double heap = after.heapMebibytes() - before.heapMebibytes();
            double resident = after.residentMebibytes() - before.residentMebibytes();
            say("%,d idle streams: both processes together %.0f MiB of live heap and %.0f MiB of resident memory more", count, heap, resident);
            double most = MOST_GROWTH_OF_10000 * count / 10_000;
            require(heap <= most + 2, heap + " MiB of heap for " + count + " idle streams");
            require(resident <= most + NOISE, resident + " MiB of resident memory for " + count + " idle streams");
        }
        awaitOpen(0);
    }

    /// Connections whose clients read nothing of what their targets say, until a new one is refused.
    private void stuckReaders() throws Exception {
        try (Clients clients = new Clients(talk); Clients neighbours = new Clients(echo)) {
            neighbours.openEchoing(10);
            int carried = 0;
            while (carried < MOST_STUCK && Clients.isCarried(clients.open())) carried++;
            say("a new connection is refused when %,d take nothing of what comes", carried);
            require(carried < MOST_STUCK, carried + " connections that are stuck, and still new ones are taken");
            hold(neighbours);
        }
        awaitOpen(0);
        assertUsable();
    }

    /// Connections whose targets read nothing of what their clients say.
    private void stuckTargets(int count) throws Exception {
        try (Clients clients = new Clients(deaf); Clients neighbours = new Clients(echo)) {
            neighbours.openEchoing(10);
            for (int i = 0; i < count; i++) Clients.fill(clients.open());
            hold(neighbours);
        }
        awaitOpen(0);
        assertUsable();
        say("%,d connections whose targets took nothing", count);
    }

    /// For a while; what ran before runs on meanwhile.
    private void hold(Clients neighbours) throws Exception {
        Thread.sleep(isShort ? 500 : 30_000);
        for (SocketChannel neighbour : neighbours.all()) {
            neighbour.write(java.nio.ByteBuffer.wrap(new byte[] {'!'}));
            require(Clients.readOne(neighbour) == '!', "a connection that ran before is not carried any more");
        }
    }

    private boolean isRefused() throws IOException {
        try (Clients one = new Clients(echo)) {
            SocketChannel client = one.open();
            client.write(java.nio.ByteBuffer.wrap(new byte[] {'?'}));
            return !Clients.isCarried(client);
        } catch (java.net.SocketTimeoutException stuck) {
            throw stuck;
        } catch (IOException reset) {
            return true;
        }
    }

    private interface Visit {
        void pay(Random random) throws IOException;
    }

    /// Many at once, for as long as a flood lasts; returns how many.
    private long flood(Visit visit) throws InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(isShort ? 2 : 60).toNanos();
        AtomicLong count = new AtomicLong();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < AT_ONCE; i++) {
            Random random = new Random(i);
            threads.add(Thread.ofVirtual().start(() -> {
                while (System.nanoTime() < end) {
                    try {
                        visit.pay(random);
                    } catch (IOException refused) {
                        // that is for the node to decide
                    }
                    count.incrementAndGet();
                }
            }));
        }
        for (Thread thread : threads) thread.join();
        return count.get();
    }

    private void connections() throws Exception {
        long count = flood(random -> {
            try (Socket socket = new Socket()) {
                socket.connect(Ports.loopback(echo), 5_000);
                if (random.nextBoolean()) socket.setSoLinger(true, 0);
            }
        });
        awaitOpen(0);
        say("%,d connections that came and went at once", count);
    }

    /// On the node's own port: nothing, noise, half a handshake, TLS that is none.
    private void strangers() throws Exception {
        int port = pair.outer().port();
        long count = flood(random -> {
            try (Socket socket = new Socket()) {
                socket.connect(Ports.loopback(port), 5_000);
                socket.setSoTimeout(50);
                byte[] noise = new byte[random.nextInt(4_000)];
                random.nextBytes(noise);
                OutputStream out = socket.getOutputStream();
                switch (random.nextInt(4)) {
                    case 0 -> {}
                    case 1 -> out.write("NTUN/1\r\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
                    case 2 -> out.write(new byte[] {0x16, 3, 1, 1, 0, 1, 0, 0, (byte) 0xfc, 3, 3});
                    default -> out.write("GET / HTTP/1.1\r\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
                }
                out.write(noise);
                socket.getInputStream().read();
            }
        });
        say("%,d strangers at the node's port", count);
    }

    /// The node has no file descriptor left: it waits, does not spin, and goes on when there are some again.
    private void descriptors() throws Exception {
        long process = pair.outer().process().pid();
        String most = Debian.find("prlimit").isEmpty() ? "" : limit(process, "--output", "HARD", "--noheadings", "--nofile");
        if (most.isEmpty()) {
            say("without prlimit nobody takes a node's descriptors away");
            return;
        }
        long used = descriptorsOf(process);
        try (Clients clients = new Clients(echo)) {
            limit(process, "--nofile=" + (used + 20) + ":");
            for (int i = 0; i < 60; i++) clients.open();
            Await.until("the node has no descriptor left", Duration.ofSeconds(20), () -> pair.outer().log().contains("connections are not accepted"));
            long start = System.nanoTime();
            long cpu = CpuTime.nanos(List.of(pair.outer().process()));
            Thread.sleep(isShort ? 1_500 : 10_000);
            double share = (CpuTime.nanos(List.of(pair.outer().process())) - cpu) / (double) (System.nanoTime() - start);
            say("without file descriptors a node takes %.0f %% of a core", share * 100);
            // it collects its heap twice a second meanwhile, because we measure; who spins takes a whole core
            require(share < 0.6, "it spins");
        } finally {
            limit(process, "--nofile=" + most + ":");
        }
        assertUsable();
    }

    private static String limit(long process, String... options) throws Exception {
        List<String> command = new ArrayList<>(List.of(Debian.program("prlimit"), "--pid", String.valueOf(process)));
        command.addAll(List.of(options));
        return Run.of(command, Map.of(), Duration.ofSeconds(10)).out().strip();
    }

    private static long descriptorsOf(long process) throws IOException {
        try (Stream<Path> all = Files.list(Path.of("/proc/" + process + "/fd"))) {
            return all.count();
        }
    }

    private void assertUsable() throws Exception {
        Await.until("a connection is carried again", Duration.ofSeconds(20), () -> !isRefused());
    }

    private void awaitOpen(int count) throws Exception {
        for (ProductNode node : List.of(pair.outer(), pair.inner()))
            Await.until(count + " streams are left at " + node.name(), Duration.ofSeconds(60), () -> NodePair.tunnel(node).path("traffic").path("openStreams").asInt() == count);
    }

    private static void assertNoComplaints(ProductNode node) {
        require(node.process().isAlive(), node.name() + " has ended:\n" + node.process().tail());
        for (String bad : List.of("OutOfMemoryError", "please report this")) require(!node.log().contains(bad), node.name() + " logged " + bad);
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) throw new AssertionError(otherwise);
    }

    private static void say(String format, Object... facts) throws IOException {
        String figure = String.format(Locale.ROOT, format, facts);
        System.out.println(figure);
        String file = System.getenv("NETTUNNEL_FIGURES");
        if (file != null) Files.writeString(Path.of(file), figure + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}
