package org.nettunnel.tunnel.squeeze;

import java.util.Locale;

/// What became of one direction of a stream, for people: bytes that travelled compressed, and why others did not.
///
/// **Threads:** the stream's loop.
public final class Squeezed {
    /// @param with       the name of a compression, or `none`
    /// @param plainBytes of the frames that travelled compressed; `wireBytes` is what became of them
    public record Facts(String with, String decision, long plainBytes, long wireBytes) {}

    /// Why the frames of late went as they did.
    public enum Why {
        NOTHING_YET("nothing to decide yet"),
        OFF("off"),
        NOT_COMMON("the other end has none"),
        COMPRESSES("compresses"),
        KEEPS_UP("the link keeps up"),
        SMALL("frames are small"),
        TLS("TLS"),
        FORMAT("already compressed"),
        DENSE("does not compress"),
        NO_GAIN("does not get smaller"),
        NO_ROOM("no room for a context"),
        LEFT("the compression left");

        private final String text;

        Why(String text) {
            this.text = text;
        }
    }

    private long plainBytes;
    private long wireBytes;
    private String with = "none";
    private Why why = Why.NOTHING_YET;
    private String format = "";
    private double bits;

    void decided(Why now) {
        why = now;
    }

    /// One small frame says little of a stream.
    void isSmall() {
        if (why == Why.NOTHING_YET || why == Why.KEEPS_UP) why = Why.SMALL;
    }

    /// It has a setting to go by.
    void uses(String compression) {
        with = compression;
    }

    void hasFormat(String name) {
        why = Why.FORMAT;
        format = name;
    }

    void isDense(double bitsPerByte) {
        why = Why.DENSE;
        bits = bitsPerByte;
    }

    /// A frame that travelled compressed.
    void counts(int plain, int wire) {
        plainBytes += plain;
        wireBytes += wire;
    }

    long plainBytes() {
        return plainBytes;
    }

    public Facts facts() {
        return new Facts(with, decision(), plainBytes, wireBytes);
    }

    /// A few words.
    private String decision() {
        return switch (why) {
            case FORMAT -> why.text + ": " + format;
            case DENSE -> why.text + String.format(Locale.ROOT, " (%.1f bits a byte)", bits);
            case NOT_COMMON -> with.equals("none") ? why.text : "the other end has no " + with;
            case NOTHING_YET, OFF, COMPRESSES, KEEPS_UP, SMALL, TLS, NO_GAIN, NO_ROOM, LEFT -> why.text;
        };
    }
}
