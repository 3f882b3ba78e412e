package org.nettunnel.tunnel.link;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

import org.nettunnel.api.tunnel.CloseCode;
import org.nettunnel.api.tunnel.StreamOffer;
import org.nettunnel.compression.deflate.DeflateCompression;
import org.nettunnel.tunnel.fixtures.LocalPair;

/// One way to be a bad peer.
///
/// @param ends     the codes of which one ends the link; none: it lasts, and only costs what it costs
/// @param isJoined whether the link begins with RESUME
/// @param craft    what it does
record Attack(String name, Set<CloseCode> ends, boolean isJoined, Craft craft) {
    /// Prepares; what it returns is done again and again.
    interface Craft {
        Repeat begin(Besieger peer) throws IOException;
    }

    /// A few thousand frames.
    interface Repeat {
        void again() throws IOException;
    }

    private static final int MANY = 2_000;
    private static final long FAR = 1L << 40;

    @Override
    public String toString() {
        return name;
    }

    static List<Attack> all() {
        List<Attack> all = new ArrayList<>();
        all.addAll(streams());
        all.addAll(data());
        all.addAll(link());
        all.addAll(slow());
        return all;
    }

    private static Attack ends(String name, CloseCode code, Craft craft) {
        return new Attack(name, Set.of(code), false, craft);
    }

    private static Attack lasts(String name, Craft craft) {
        return new Attack(name, Set.of(), false, craft);
    }

    /// The same frame without end.
    private static Craft flood(byte[] frame) {
        return peer -> () -> {
            for (int i = 0; i < MANY; i++) peer.send(frame);
        };
    }

    private static List<Attack> streams() {
        return List.of(
                ends("OPEN", CloseCode.BUSY, peer -> {
                    long[] id = {-1};
                    return () -> {
                        for (int i = 0; i < MANY; i++) peer.send(RawPeer.open(id[0] += 2));
                    };
                }),
                ends("OPEN and RESET at once", CloseCode.BUSY, peer -> {
                    long[] id = {-1};
                    return () -> {
                        for (int i = 0; i < MANY; i++) {
                            peer.send(RawPeer.open(id[0] += 2));
                            peer.send(RawPeer.reset(id[0], 0, 0));
                        }
                    };
                }),
                ends("OPENED for nothing", CloseCode.PROTOCOL, flood(RawPeer.frame(2, 2, new byte[0]))),
                ends("OPENED again", CloseCode.BUSY, peer -> {
                    LocalPair local = LocalPair.open();
                    peer.lane.open(new StreamOffer(LinkPair.TUNNEL, LinkPair.ENDPOINT, "x", "off"), local.edge(), new LinkPair.EndOfStream(), java.time.Duration.ofSeconds(9));
                    long id = peer.answer().stream();
                    return flood(RawPeer.frame(2, id, new byte[0])).begin(peer);
                }),
                ends("REFUSED again", CloseCode.BUSY, peer -> {
                    LocalPair local = LocalPair.open();
                    peer.lane.open(new StreamOffer(LinkPair.TUNNEL, LinkPair.ENDPOINT, "x", "off"), local.edge(), new LinkPair.EndOfStream(), java.time.Duration.ofSeconds(9));
                    long id = peer.answer().stream();
                    return flood(RawPeer.frame(3, id, new byte[] {4})).begin(peer);
                }),
                ends("RESET of nothing", CloseCode.BUSY, flood(RawPeer.reset(1, 0, 0))),
                ends("RESET that answers nothing", CloseCode.BUSY, flood(RawPeer.reset(1, 0, 1))),
                ends("FIN and another", CloseCode.FLOW_CONTROL, peer -> {
                    peer.open(1, LocalPair::open);
                    peer.send(RawPeer.fin(1, 0));
                    return flood(RawPeer.fin(1, 1)).begin(peer);
                }),
                ends("FIN again", CloseCode.BUSY, peer -> {
                    peer.open(1, LocalPair::open);
                    return flood(RawPeer.fin(1, 0)).begin(peer);
                }));
    }

    private static List<Attack> data() {
        return List.of(
                ends("DATA of nothing", CloseCode.PROTOCOL, flood(RawPeer.frame(4, 1, new byte[9]))),
                ends("DATA for nobody", CloseCode.PROTOCOL, flood(RawPeer.data(1, 0, 0, 1))),
                ends("DATA for one who is gone", CloseCode.BUSY, peer -> {
                    peer.open(1, LocalPair::open);
                    peer.send(RawPeer.reset(1, 0, 0));
                    return flood(RawPeer.data(1, 0, 0, 1)).begin(peer);
                }),
                ends("DATA past the limit", CloseCode.FLOW_CONTROL, peer -> {
                    long[] at = {0};
                    peer.owner.acceptor = _ -> {};
                    peer.send(RawPeer.open(1));
                    return () -> {
                        for (int i = 0; i < 5; i++, at[0] += 16_384) peer.send(RawPeer.data(1, at[0], 0, 16_384));
                    };
                }),
                ends("DATA ahead", CloseCode.PROTOCOL, peer -> {
                    peer.open(1, LocalPair::open);
                    return flood(RawPeer.data(1, FAR, 0, 1)).begin(peer);
                }),
                ends("DATA again", CloseCode.BUSY, peer -> {
                    peer.open(1, LocalPair::open);
                    peer.send(RawPeer.data(1, 0, 0, 1));
                    return flood(RawPeer.data(1, 0, 0, 1)).begin(peer);
                }),
                lasts("DATA of one byte", peer -> pour(peer, 1)),
                lasts("DATA at full speed", peer -> pour(peer, 30_000)),
                lasts("bombs: a thousand bytes of one", Attack::bombs),
                ends("bombs that lie about their length", CloseCode.PROTOCOL, peer -> {
                    peer.open(1, LocalPair::open);
                    return flood(bomb(1, 0, 60_000, 100)).begin(peer);
                }),
                ends("CREDIT", CloseCode.PROTOCOL, flood(RawPeer.credit(0, 0, 65_536))),
                ends("CREDIT for what was not sent", CloseCode.FLOW_CONTROL, peer -> {
                    peer.open(1, LocalPair::open);
                    return flood(RawPeer.credit(1, 7, FAR)).begin(peer);
                }));
    }

    private static List<Attack> link() {
        return List.of(
                ends("DATAGRAM", CloseCode.PROTOCOL, flood(RawPeer.frame(8, 1, new byte[8]))),
                ends("a type that is none", CloseCode.PROTOCOL, flood(RawPeer.frame(200, 1, new byte[8]))),
                ends("PING", CloseCode.PROTOCOL, flood(RawPeer.frame(9, 0, new byte[8]))),
                ends("PONG", CloseCode.PROTOCOL, flood(RawPeer.frame(10, 0, new byte[8]))),
                ends("RESUME out of turn", CloseCode.PROTOCOL, flood(RawPeer.resume(1, 0))),
                new Attack("RESUME without end", Set.of(CloseCode.PROTOCOL), true, peer -> {
                    long[] id = {-1};
                    return () -> {
                        for (int i = 0; i < MANY; i++) peer.send(RawPeer.resume(0, 0, RawPeer.entry(id[0] += 2, 0, 1, 0)));
                    };
                }),
                ends("REKEY", CloseCode.PROTOCOL, flood(RawPeer.frame(13, 0, new byte[1_500]))),
                ends("GOAWAY", CloseCode.PROTOCOL, peer -> {
                    peer.owner.acceptor = _ -> {};
                    for (int i = 0; i < 500; i++) peer.send(RawPeer.open(2 * i + 1));
                    return flood(RawPeer.frame(17, 0, new byte[] {10, 0, 0, 0, 0, 0, 0})).begin(peer);
                }),
                ends("a record that is forged", CloseCode.SESSION_GONE, peer -> {
                    byte[] noise = new byte[40_000];
                    ThreadLocalRandom.current().nextBytes(noise);
                    System.arraycopy(new byte[] {0, 0, 100}, 0, noise, 0, 3);
                    return () -> peer.raw(noise, noise.length);
                }),
                ends("a record that is too long", CloseCode.PROTOCOL, peer -> () -> peer.raw(new byte[] {-1, -1, -1, 0}, 4)));
    }

    private static List<Attack> slow() {
        return List.of(
                lasts("never acknowledges", peer -> {
                    talk(peer.open(300, LocalPair::open));
                    return Attack::rest;
                }),
                lasts("never reads", peer -> {
                    List<LocalPair> targets = peer.open(300, LocalPair::open);
                    peer.turnsDeaf();
                    talk(targets);
                    return Attack::rest;
                }),
                lasts("fills what nobody reads", peer -> {
                    peer.open(400, LocalPair::narrow);
                    for (int i = 0; i < 400; i++) {
                        for (int at = 0; at < 65_536; at += 16_384) peer.send(RawPeer.data(2 * i + 1, at, 0, 16_384));
                    }
                    peer.flush();
                    return Attack::rest;
                }));
    }

    private static void rest() throws IOException {
        try {
            Thread.sleep(10);
        } catch (InterruptedException interrupted) {
            throw new IOException(interrupted);
        }
    }

    /// The targets say more than anybody takes.
    private static void talk(List<LocalPair> targets) {
        ByteBuffer zeros = ByteBuffer.allocateDirect(32 * 1024);
        for (LocalPair target : targets) Thread.startVirtualThread(() -> {
            try {
                for (;;) Traffic.write(target.app(), zeros.duplicate());
            } catch (IOException over) {
                // the window is over
            }
        });
    }

    /// As much as the credit of stream 1 allows, in frames of `length`.
    private static Repeat pour(Besieger peer, int length) throws IOException {
        drain(peer.open(1, LocalPair::open));
        long[] at = {0};
        byte[] frame = RawPeer.data(1, 0, 0, length);
        return () -> {
            for (int i = 0; i < MANY && at[0] + length <= peer.limit(); i++, at[0] += length) {
                ByteBuffer.wrap(frame).putLong(10, at[0]);
                peer.send(frame);
            }
            peer.flush();
        };
    }

    private static Repeat bombs(Besieger peer) throws IOException {
        drain(peer.open(1, LocalPair::open));
        long[] at = {0};
        byte[] frame = bomb(1, 0, 65_536, 65_536);
        return () -> {
            for (int i = 0; i < MANY && at[0] + 65_536 <= peer.limit(); i++, at[0] += 65_536) {
                ByteBuffer.wrap(frame).putLong(10, at[0]);
                peer.send(frame);
            }
            peer.flush();
        };
    }

    private static void drain(List<LocalPair> targets) {
        for (LocalPair target : targets) {
            SocketChannel app = target.app();
            Thread.startVirtualThread(() -> Traffic.readAllAndForget(app));
        }
    }

    /// A frame of its own context that says `claimed` and holds `length` zeros.
    private static byte[] bomb(long stream, long offset, int length, int claimed) {
        byte[] out = new byte[length];
        int count;
        try (var compressor = new DeflateCompression().compressor()) {
            count = compressor.compress(new byte[length], 0, length, out, 0, out.length);
        }
        byte[] body = ByteBuffer.allocate(12 + count).putLong(offset).put((byte) 3).put((byte) (claimed >> 16)).putShort((short) claimed).put(out, 0, count).array();
        return RawPeer.frame(4, stream, Arrays.copyOf(body, body.length));
    }
}
