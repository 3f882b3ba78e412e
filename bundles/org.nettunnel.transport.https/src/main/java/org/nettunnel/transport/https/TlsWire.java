package org.nettunnel.transport.https;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.transport.Wire;

/// A socket with TLS 1.3 around it, driven directly on heap buffers; the same at both ends.
///
/// Written in the order of the flow: handshake, reading, writing. All of it works on a blocking and on a non-blocking
/// channel; on a non-blocking one no call waits. After the handshake TLS still has messages of its own, KeyUpdate and
/// NewSessionTicket (RFC 8446 §4.6): their tasks take microseconds, so they run inline, on the loop.
///
/// The end of the socket without a close_notify is an end like any other, and closing sends none: the sealed records
/// inside say what ended and how; TLS proves nothing here that they do not prove again.
///
/// **Threads:** one at a time; [#close()] from any.
public final class TlsWire implements Wire {
    private static final int BINDING_BYTES = 32;
    private static final int RECORD_HEADER_BYTES = 5;
    /// RFC 8446 §5.1: change_cipher_spec to application_data; the major version is for ever that of SSL 3.
    private static final int FIRST_TYPE = 20, LAST_TYPE = 23, VERSION = 3;
    /// RFC 8446 §5.2: ciphertext of a record.
    private static final int LONGEST_RECORD = 16384 + 256;
    /// Several records a system call.
    private static final int BATCH_BYTES = 128 * 1024;
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final SocketChannel channel;
    private final SSLEngine engine;
    private final int recordBytes;
    private final int plainBytes;
    /// From the socket, not decrypted; ready to be read from.
    private ByteBuffer received;
    /// Decrypted, when the caller's array had no room for a record; ready to be read from.
    private final ByteBuffer opened;
    /// Encrypted, not on the socket; ready to be written to.
    private ByteBuffer sealed;
    /// For one record each as long as strangers may be at the other end; for several once a loop has the wire.
    private boolean wide;
    /// The caller's arrays are the same ones again and again, so their wrappers are kept.
    private @Nullable ByteBuffer reading;
    private @Nullable ByteBuffer writing;
    private byte[] binding = new byte[0];
    private boolean ended;

    private TlsWire(SocketChannel channel, SSLEngine engine) {
        this.channel = channel;
        this.engine = engine;
        recordBytes = engine.getSession().getPacketBufferSize();
        plainBytes = engine.getSession().getApplicationBufferSize();
        received = ByteBuffer.allocate(recordBytes).limit(0);
        opened = ByteBuffer.allocate(plainBytes).limit(0);
        sealed = ByteBuffer.allocate(recordBytes);
    }

    /// Goes on with a connection whose handshake is done and of which no byte was read or written elsewhere since.
    static TlsWire accepted(SocketChannel channel, SSLEngine engine) throws SSLException {
        var wire = new TlsWire(channel, engine);
        wire.bind();
        return wire;
    }

    /// Does the handshake; blocks until it is done.
    ///
    /// @param channel in blocking mode
    static TlsWire dialled(SocketChannel channel, SSLEngine engine) throws IOException {
        var wire = new TlsWire(channel, engine);
        wire.handshake();
        wire.bind();
        return wire;
    }

    @Override
    public String transport() {
        return HttpsTransport.NAME;
    }

    @Override
    public SocketChannel channel() {
        return channel;
    }

    @Override
    public byte[] binding() {
        return binding.clone();
    }

    private void handshake() throws IOException {
        engine.beginHandshake();
        while (true) {
            switch (engine.getHandshakeStatus()) {
                case NEED_WRAP -> {
                    seal(NOTHING);
                    flush();
                }
                case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> {
                    while (!hasRecord())
                        if (receive() < 0) throw new EOFException("the connection was closed during the TLS handshake");
                    open(opened.clear());
                    opened.flip();
                }
                case NEED_TASK -> runTasks();
                case FINISHED, NOT_HANDSHAKING -> {
                    return;
                }
            }
        }
    }

    /// RFC 9266: what both ends derive from this TLS connection, and nobody in between.
    private void bind() throws SSLException {
        binding = ((ExtendedSSLSession) engine.getSession()).exportKeyingMaterialData("EXPORTER-Channel-Binding", null, BINDING_BYTES);
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (length == 0) return 0;
        widen();
        ByteBuffer target = reading = over(reading, bytes, offset, length);
        for (boolean looked = false; ; looked = true) {
            int got = take(target);
            if (got > 0) return got;
            if (ended) return -1;
            // a peer may send without end what TLS has for itself, or records of nothing: one look at the socket a call
            if (looked && wide) return 0;
            int arrived = receive();
            if (arrived < 0) ended = true;
            else if (arrived == 0 && !hasRecord()) return 0;
        }
    }

    @Override
    public boolean hasUnread() {
        return opened.hasRemaining() || hasRecord();
    }

    /// Moves what is decrypted, and decrypts the whole records that are here, straight into `target` where it has room.
    private int take(ByteBuffer target) throws IOException {
        int start = target.position();
        while (target.hasRemaining()) {
            if (opened.hasRemaining()) move(opened, target);
            else if (ended || !hasRecord()) break;
            else if (target.remaining() >= plainBytes) open(target);
            else {
                open(opened.clear());
                opened.flip();
            }
        }
        return target.position() - start;
    }

    private void open(ByteBuffer target) throws IOException {
        SSLEngineResult result = engine.unwrap(received, target);
        switch (result.getStatus()) {
            case OK -> converse(result.getHandshakeStatus());
            case CLOSED -> ended = true;
            case BUFFER_OVERFLOW, BUFFER_UNDERFLOW -> throw new SSLException("a TLS record of impossible size: " + result);
        }
    }

    /// What TLS has to say of itself between the records of its user.
    private void converse(HandshakeStatus status) throws IOException {
        if (status == HandshakeStatus.NEED_TASK) runTasks();
        // a KeyUpdate's answer; without room it goes with the next write
        if (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP && sealed.remaining() >= recordBytes) {
            seal(NOTHING);
            flush();
        }
    }

    private void runTasks() {
        for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) task.run();
    }

    private int receive() throws IOException {
        received.compact();
        try {
            return channel.read(received);
        } finally {
            received.flip();
        }
    }

    private boolean hasRecord() {
        if (received.remaining() < RECORD_HEADER_BYTES) return false;
        int start = received.position();
        int type = received.get(start), version = received.get(start + 1), length = Short.toUnsignedInt(received.getShort(start + 3));
        // the engine says what is wrong with bytes that are no record
        boolean impossible = type < FIRST_TYPE || type > LAST_TYPE || version != VERSION || length > LONGEST_RECORD;
        return impossible || received.remaining() >= RECORD_HEADER_BYTES + length;
    }

    @Override
    public int write(byte[] bytes, int offset, int length) throws IOException {
        widen();
        ByteBuffer source = writing = over(writing, bytes, offset, length);
        while (source.hasRemaining() && hasRoom()) seal(source);
        return source.position() - offset;
    }

    @Override
    public boolean flush() throws IOException {
        if (sealed.position() == 0) return true;
        sealed.flip();
        try {
            channel.write(sealed);
        } finally {
            sealed.compact();
        }
        return sealed.position() == 0;
    }

    private boolean hasRoom() throws IOException {
        if (sealed.remaining() >= recordBytes) return true;
        flush();
        return sealed.remaining() >= recordBytes;
    }

    private void widen() {
        if (wide || channel.isBlocking()) return;
        wide = true;
        received = ByteBuffer.allocate(BATCH_BYTES + recordBytes).put(received).flip();
        sealed = ByteBuffer.allocate(BATCH_BYTES + recordBytes).put(sealed.flip());
    }

    /// Memory that it holds, its TLS engine's not counted.
    int bufferBytes() {
        return received.capacity() + opened.capacity() + sealed.capacity();
    }

    private void seal(ByteBuffer source) throws IOException {
        SSLEngineResult result = engine.wrap(source, sealed);
        switch (result.getStatus()) {
            case OK -> {
                if (result.getHandshakeStatus() == HandshakeStatus.NEED_TASK) runTasks();
            }
            case CLOSED -> throw new EOFException("TLS is closed");
            case BUFFER_OVERFLOW, BUFFER_UNDERFLOW -> throw new SSLException("TLS wants more room for a record than it said: " + result);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException nothingLeftToDo) {
            // the descriptor is gone either way
        }
    }

    private static void move(ByteBuffer from, ByteBuffer to) {
        int length = Math.min(from.remaining(), to.remaining());
        to.put(to.position(), from, from.position(), length);
        to.position(to.position() + length);
        from.position(from.position() + length);
    }

    private static ByteBuffer over(@Nullable ByteBuffer kept, byte[] bytes, int offset, int length) {
        ByteBuffer buffer = kept != null && kept.array() == bytes ? kept : ByteBuffer.wrap(bytes);
        return buffer.limit(offset + length).position(offset);
    }
}
