package org.nettunnel.node.json;

import java.io.IOException;

/// A document is not what it should be; the message names it, the line, the column and what to do.
public final class BadDocument extends IOException {
    private static final long serialVersionUID = 1L;
    private final int line;
    private final int column;

    /// @param line 0 where no place can be named
    public BadDocument(String source, int line, int column, String sentence) {
        super(source + (line > 0 ? " line " + line + ", column " + column : "") + ": " + sentence);
        this.line = line;
        this.column = column;
    }

    public BadDocument(String source, String sentence) {
        this(source, 0, 0, sentence);
    }

    public int line() {
        return line;
    }

    public int column() {
        return column;
    }
}
