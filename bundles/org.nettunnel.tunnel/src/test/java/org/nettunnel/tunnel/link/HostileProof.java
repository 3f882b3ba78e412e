package org.nettunnel.tunnel.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nettunnel.api.tunnel.CloseCode;
import org.nettunnel.tunnel.fixtures.SocketWire;

/// Peers that proved themselves and do their worst, one way after the other, for a minute each in full: the link ends with the right code
/// or costs what it may, memory stays below its bound, and the tunnel beside it on the same loop echoes as before.
///
/// *As before* is measured in the same run, in turns with the attack, while the same attacker pours as many sealed bytes into a sink
/// elsewhere: what a full machine costs the neighbour is not the loop's doing.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Execution(ExecutionMode.SAME_THREAD)
class HostileProof {
    private static final boolean IS_SHORT = "short".equals(System.getProperty("nettunnel.scale"));
    /// Of the neighbour in each window.
    private static final int ECHOES = IS_SHORT ? 200 : 5_000;
    private static final Duration WHOLE = Duration.ofSeconds(IS_SHORT ? 0 : 60);
    private static final int ROUNDS = 3;
    /// Where the figures are bad more of them are taken, for the machine may have been busy.
    private static final int MOST_ROUNDS = 25;
    /// A period of the system's scheduler: where there are more threads than cores less means nothing.
    private static final double PERIOD_MICROS = 15_000;
    /// An attacker who lost a link has to shake hands again; the fastest it may is 200 a second.
    private static final int HANDSHAKE_MILLIS = 5;
    private static final List<String> PARTIES = List.of("fort", "friend", "echo-server", "echo-client");
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private final List<String> figures = new ArrayList<>();
    private Siege siege;

    @BeforeAll
    void begin() throws Exception {
        siege = new Siege();
        Thread.getAllStackTraces().keySet().stream().filter(thread -> PARTIES.contains(thread.getName())).forEach(thread -> thread.setPriority(Thread.MAX_PRIORITY));
        siege.p99(2_000);
        // the code of an attack is compiled like any other
        for (int i = 0; i < 3; i++) besiege(Attack.all().get(i), 200);
        elsewhere(200);
    }

    @AfterAll
    void end() throws Exception {
        siege.close();
        figures.forEach(figure -> System.out.println("figure: " + figure));
    }

    static List<Attack> attacks() {
        String only = System.getProperty("nettunnel.only", "");
        return Attack.all().stream().filter(attack -> attack.name().contains(only)).toList();
    }

    @ParameterizedTest
    @MethodSource("attacks")
    void neitherNeighbourNorMemorySuffers(Attack attack) throws Exception {
        siege.ends = new ConcurrentHashMap<>();
        long before = usedBytes();
        List<Double> quiet = new ArrayList<>();
        List<Double> attacked = new ArrayList<>();
        long most = 0;
        long start = System.nanoTime();
        for (int round = 0; round < ROUNDS || System.nanoTime() - start < WHOLE.toNanos() || round < MOST_ROUNDS && suffers(quiet, attacked); round++) {
            quiet.add(elsewhere(ECHOES));
            Result result = besiege(attack, ECHOES);
            attacked.add(result.p99);
            most = Math.max(most, result.bytes);
        }
        long grown = usedBytes() - before;
        double ratio = median(attacked) / median(quiet);
        String figure = String.format(Locale.ROOT, "%-36s p99 %6.0f -> %6.0f us, x%.2f; counted %5.1f MiB; left %4.1f MiB; ends %s", attack.name(), median(quiet),
                median(attacked), ratio, most / 1048576.0, grown / 1048576.0, siege.ends);
        figures.add(figure);
        // what the attacker himself broke off does not count, and the last of it may still come
        Set<CloseCode> ends = new HashSet<>(siege.ends.keySet());
        if (!attack.ends().contains(CloseCode.SESSION_GONE)) ends.remove(CloseCode.SESSION_GONE);
        assertEquals(attack.ends(), ends, figure);
        assertTrue(most <= Siege.MOST_BYTES, figure);
        // a loop keeps some empty chunks for the next taker
        assertTrue(grown < 40 << 20, figure);
        assertTrue(!suffers(quiet, attacked), figure);
    }

    private static boolean suffers(List<Double> quiet, List<Double> attacked) {
        return median(attacked) >= 2 * median(quiet) && median(attacked) > PERIOD_MICROS;
    }

    private record Result(double p99, long bytes) {}

    /// Attacks while the neighbour has its echoes; links that end are followed by others.
    private Result besiege(Attack attack, int echoes) throws Exception {
        boolean[] goesOn = {true};
        long[] most = {0};
        var begun = new java.util.concurrent.CountDownLatch(1);
        var stopped = new java.util.concurrent.atomic.AtomicBoolean();
        Thread attacker = Thread.ofPlatform().name("attacker").start(() -> {
            while (!stopped.get()) {
                try (var peer = new Besieger(siege, attack.isJoined())) {
                    try {
                        Attack.Repeat repeat = attack.craft().begin(peer);
                        begun.countDown();
                        while (!stopped.get() && !peer.isOver()) {
                            repeat.again();
                            most[0] = Math.max(most[0], siege.budgets.waitingBytes() + siege.budgets.keptBytes());
                        }
                        peer.flush();
                    } catch (IOException over) {
                        begun.countDown();
                    }
                    if (!attack.ends().isEmpty()) peer.owner.ended.get(20, java.util.concurrent.TimeUnit.SECONDS);
                    Thread.sleep(HANDSHAKE_MILLIS);
                } catch (Exception failed) {
                    if (!stopped.get()) failed.printStackTrace();
                }
            }
        });
        // he is somewhere else in truth, and does not take our cores
        attacker.setPriority(Thread.MIN_PRIORITY);
        begun.await();
        try {
            double p99 = siege.p99(echoes);
            awaitEffect(attack, most);
            return new Result(p99, most[0]);
        } finally {
            stopped.set(true);
            attacker.interrupt();
            attacker.join();
        }
    }

    /// The attack has been felt: a link has ended as it should, or nothing more is held than a moment before.
    private void awaitEffect(Attack attack, long[] most) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        long before = -1;
        while (System.nanoTime() < end) {
            if (attack.ends().isEmpty() ? most[0] == before : siege.ends.keySet().containsAll(attack.ends())) return;
            before = most[0];
            Thread.sleep(100);
        }
    }

    /// The neighbour's time while as much is sealed, sent and read, but not here.
    private double elsewhere(int echoes) throws Exception {
        SocketWire.Pair wires = SocketWire.pair();
        try {
            Thread reader = Thread.ofPlatform().name("elsewhere-reader").start(() -> Traffic.readAllAndForget(wires.other().channel()));
            Thread writer = Thread.ofPlatform().name("elsewhere-writer").start(() -> pourInto(wires.one()));
            double p99 = siege.p99(echoes);
            wires.one().close();
            reader.join();
            writer.join();
            return p99;
        } finally {
            wires.close();
        }
    }

    private static void pourInto(SocketWire wire) {
        var sealer = new org.nettunnel.tunnel.wire.RecordSealer(LinkPair.keys(true));
        byte[] plain = new byte[32 * 1024];
        byte[] sealed = new byte[40_000];
        try {
            for (;;) {
                int length = sealer.seal(plain, 0, plain.length, sealed, 0);
                Traffic.write(wire.channel(), ByteBuffer.wrap(sealed, 0, length));
            }
        } catch (IOException closed) {
            // the window is over
        }
    }

    private static long usedBytes() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().skip(values.size() / 2).findFirst().orElseThrow();
    }
}
