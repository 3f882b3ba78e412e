package org.nettunnel.tunnel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.nettunnel.api.transport.Wire;
import org.nettunnel.api.tunnel.CloseCode;
import org.nettunnel.api.tunnel.EndpointId;
import org.nettunnel.api.tunnel.StreamObserver;
import org.nettunnel.api.tunnel.StreamOffer;
import org.nettunnel.api.tunnel.TunnelStatus;
import org.nettunnel.tunnel.fixtures.LocalPair;

/// Strangers who begin handshakes as fast as they can, beside a tunnel that stands: it echoes on, and its own handshakes get through afterwards.
@Timeout(120)
class HandshakeFloodTest {
    private static final int AT_ONCE = 8;
    private static final long NANOS_EACH = TimeUnit.MILLISECONDS.toNanos(700);
    private final ByteArrayOutputStream firstHello = new ByteArrayOutputStream();

    private static final class Deaf implements StreamObserver {
        @Override
        public void opened() {}

        @Override
        public void ended(CloseCode code, String reason, long receivedBytes, long sentBytes) {}
    }

    /// Keeps what is written on a wire before anything is read.
    private Wire recorded(Wire wire) {
        AtomicBoolean isOver = new AtomicBoolean();
        return (Wire) Proxy.newProxyInstance(Wire.class.getClassLoader(), new Class<?>[] {Wire.class}, (_, method, arguments) -> {
            if (method.getName().equals("read")) isOver.set(true);
            if (method.getName().equals("write") && !isOver.get()) firstHello.write((byte[]) arguments[0], (int) arguments[1], (int) arguments[2]);
            try {
                return method.invoke(wire, arguments);
            } catch (InvocationTargetException failed) {
                throw failed.getCause();
            }
        });
    }

    @Test
    void aTunnelThatStandsEchoesOn() throws Exception {
        try (var outer = new TestNode("outer"); var inner = new TestNode("inner");
                var target = ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            inner.wrapping = this::recorded;
            var halves = TestNode.tunnel(outer);
            outer.service.apply(List.of(halves.inbound()));
            inner.service.apply(List.of(halves.outbound()));
            assertEquals("established", inner.next());
            assertEquals("established", outer.next());
            EndpointId endpoint = EndpointId.random();
            inner.targets.put(endpoint, (InetSocketAddress) target.getLocalAddress());
            var local = LocalPair.open();
            outer.service.open(new StreamOffer(halves.inbound().id(), endpoint, "127.0.0.1:9", "off"), local.edge(), new Deaf());
            say(local.app());
            SocketChannel served = target.accept();
            Thread.startVirtualThread(() -> echoes(served));
            readBack(local.app());
            byte[] hello = firstHello.toByteArray();
            assertTrue(hello.length > 1_200, "the hello was not recorded");
            byte[] noise = new byte[hello.length];
            new Random(1).nextBytes(noise);
            var port = new InetSocketAddress(outer.address().host(), outer.address().port());
            for (byte[] flood : new byte[][] {new byte[0], noise, Arrays.copyOf(hello, hello.length / 2), hello}) besiege(port, flood, local.app());
            assertInstanceOf(TunnelStatus.Established.class, outer.service.states().getFirst().status());
            inner.service.cut(halves.inbound().id());
            for (long end = System.nanoTime() + TestNode.SOON.toNanos(); inner.service.states().getFirst().links().resumed() == 0; Thread.onSpinWait())
                assertTrue(System.nanoTime() < end, "the flood is over, and still the tunnel does not come back");
            say(local.app());
            readBack(local.app());
            local.app().close();
        }
    }

    /// Counts the echoes meanwhile.
    private static void besiege(InetSocketAddress port, byte[] flood, SocketChannel app) throws Exception {
        long end = System.nanoTime() + NANOS_EACH;
        List<Thread> strangers = new ArrayList<>();
        for (int i = 0; i < AT_ONCE; i++) strangers.add(Thread.ofVirtual().start(() -> {
            while (System.nanoTime() < end) {
                try (SocketChannel stranger = SocketChannel.open(port)) {
                    stranger.setOption(StandardSocketOptions.SO_LINGER, 0);
                    stranger.write(ByteBuffer.wrap(flood));
                    if (flood.length > 1_200) stranger.read(ByteBuffer.allocate(100));
                } catch (IOException closed) {
                    // that is what it is for
                }
            }
        }));
        int count = 0;
        while (System.nanoTime() < end) {
            say(app);
            readBack(app);
            count++;
        }
        for (Thread stranger : strangers) stranger.join();
        assertTrue(count >= 10, "only " + count + " echoes beside a flood of " + flood.length + " bytes");
    }

    private static void say(SocketChannel app) throws IOException {
        app.write(ByteBuffer.wrap(new byte[100]));
    }

    private static void readBack(SocketChannel app) throws IOException {
        ByteBuffer back = ByteBuffer.allocate(100);
        while (back.hasRemaining()) if (app.read(back) < 0) throw new IOException("the stream ended");
    }

    private static void echoes(SocketChannel served) {
        ByteBuffer buffer = ByteBuffer.allocate(100);
        try {
            while (served.read(buffer.clear()) >= 0) {
                buffer.flip();
                while (buffer.hasRemaining()) served.write(buffer);
            }
        } catch (IOException over) {
            // the test is over
        }
    }
}
