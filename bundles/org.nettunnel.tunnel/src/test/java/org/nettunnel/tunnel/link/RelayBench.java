package org.nettunnel.tunnel.link;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.nettunnel.tunnel.fixtures.LocalPair;
import org.nettunnel.tunnel.link.LinkPair.Carriage;

/// Bulk through two engines in one JVM against a plain NIO relay of two hops, interleaved: `main [streams] [MiB] [rounds]`.
///
/// Only the ratio means something; the machine moves.
final class RelayBench {
    private static double plainCpu;
    private static double oursCpu;

    private RelayBench() {}

    /// CPU of the threads that carry, in milliseconds a GiB: says more than a rate where the machine is shared.
    private static double cpu(long bytes, Thread... carriers) {
        long nanos = 0;
        for (Thread carrier : carriers) nanos += ManagementFactory.getThreadMXBean().getThreadCpuTime(carrier.threadId());
        return nanos / 1e6 * (1 << 30) / bytes;
    }

    private static Thread named(String name) {
        return Thread.getAllStackTraces().keySet().stream().filter(thread -> thread.getName().equals(name)).findFirst().orElseThrow();
    }

    public static void main(String[] arguments) throws Exception {
        int streams = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1;
        long bytes = (arguments.length > 1 ? Long.parseLong(arguments[1]) : 512) << 20;
        int rounds = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 5;
        double[] ours = new double[rounds];
        double[] plain = new double[rounds];
        for (int round = 0; round < rounds; round++) {
            plain[round] = relay(streams, bytes);
            ours[round] = tunnel(streams, bytes);
            System.out.printf("plain %.0f MiB/s, tunnel %.0f MiB/s, ratio %.2f; CPU %.0f and %.0f ms/GiB%n", plain[round], ours[round],
                    ours[round] / plain[round], plainCpu, oursCpu);
        }
        System.out.printf("median: plain %.0f, tunnel %.0f, ratio %.2f%n", median(plain), median(ours), median(ours) / median(plain));
        System.exit(0);
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private static double tunnel(int streams, long bytes) throws Exception {
        try (var pair = new LinkPair(Carriage.TCP)) {
            List<SocketChannel> in = new ArrayList<>();
            List<SocketChannel> out = new ArrayList<>();
            for (int i = 0; i < streams; i++) {
                var connection = pair.connect(pair.inner, pair.outer, "off", LocalPair.open(), LocalPair.open());
                in.add(connection.client());
                out.add(connection.server());
            }
            double rate = pump(in, out, bytes);
            oursCpu = cpu(bytes, named("inner"), named("outer"));
            return rate;
        }
    }

    /// Client → relay → relay → server, one thread a hop as our loops are.
    private static double relay(int streams, long bytes) throws Exception {
        List<SocketChannel> in = new ArrayList<>();
        List<SocketChannel> out = new ArrayList<>();
        List<SocketChannel[]> first = new ArrayList<>();
        List<SocketChannel[]> second = new ArrayList<>();
        for (int i = 0; i < streams; i++) {
            LocalPair client = LocalPair.open();
            LocalPair middle = LocalPair.open();
            LocalPair server = LocalPair.open();
            first.add(new SocketChannel[] {client.edge(), middle.edge()});
            second.add(new SocketChannel[] {middle.app(), server.edge()});
            in.add(client.app());
            out.add(server.app());
        }
        Thread one = hop(first);
        Thread two = hop(second);
        double rate = pump(in, out, bytes);
        plainCpu = cpu(bytes, one, two);
        one.interrupt();
        two.interrupt();
        return rate;
    }

    private static Thread hop(List<SocketChannel[]> pairs) {
        return Thread.ofPlatform().daemon().start(() -> {
            ByteBuffer buffer = ByteBuffer.allocateDirect(128 * 1024);
            try (Selector selector = Selector.open()) {
                for (SocketChannel[] pair : pairs) {
                    pair[0].configureBlocking(false).register(selector, SelectionKey.OP_READ, pair[1]);
                    pair[1].configureBlocking(true);
                }
                while (!Thread.interrupted()) selector.select(key -> {
                    try {
                        if (((SocketChannel) key.channel()).read(buffer.clear()) < 0) {
                            ((SocketChannel) key.attachment()).shutdownOutput();
                            key.cancel();
                        } else {
                            buffer.flip();
                            while (buffer.hasRemaining()) ((SocketChannel) key.attachment()).write(buffer);
                        }
                    } catch (IOException failed) {
                        key.cancel();
                    }
                });
            } catch (IOException failed) {
                throw new IllegalStateException(failed);
            }
        });
    }

    private static double pump(List<SocketChannel> in, List<SocketChannel> out, long bytes) throws Exception {
        long each = bytes / in.size();
        long start = System.nanoTime();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < in.size(); i++) {
            SocketChannel to = in.get(i);
            SocketChannel from = out.get(i);
            threads.add(Thread.ofPlatform().start(() -> {
                ByteBuffer block = ByteBuffer.allocateDirect(256 * 1024);
                try {
                    for (long left = each; left > 0;) {
                        block.clear().limit((int) Math.min(left, block.capacity()));
                        while (block.hasRemaining()) left -= to.write(block);
                    }
                    to.shutdownOutput();
                } catch (IOException failed) {
                    failed.printStackTrace();
                }
            }));
            threads.add(Thread.ofPlatform().start(() -> {
                ByteBuffer block = ByteBuffer.allocateDirect(256 * 1024);
                long got = 0;
                try {
                    for (int count; (count = from.read(block.clear())) >= 0;) got += count;
                } catch (IOException failed) {
                    failed.printStackTrace();
                }
                if (got != each) System.out.println("got " + got + " of " + each);
            }));
        }
        for (Thread thread : threads) thread.join();
        double rate = bytes / 1048576.0 / ((System.nanoTime() - start) / 1e9);
        for (SocketChannel channel : in) channel.close();
        for (SocketChannel channel : out) channel.close();
        return rate;
    }
}
