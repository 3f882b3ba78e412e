package org.nettunnel.system;

/// How much a test does: `short` in the gate, `full` by `./dev prove traffic`.
final class Scale {
    private static final boolean FULL = "full".equals(System.getProperty("nettunnel.scale", "short"));

    private Scale() {}

    static int of(int inShort, int inFull) {
        return FULL ? inFull : inShort;
    }
}
