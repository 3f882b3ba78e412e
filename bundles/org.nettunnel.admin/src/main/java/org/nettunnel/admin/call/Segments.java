package org.nettunnel.admin.call;

import java.util.ArrayList;
import java.util.List;

import org.eclipse.jetty.util.URIUtil;

/// What a path consists of.
public final class Segments {
    private Segments() {}

    /// Decoded segment by segment, so that an encoded slash never makes two of one. A semicolon is a character like any other: nothing is left out behind it.
    ///
    /// @param path begins with a slash
    /// @throws IllegalArgumentException for one that cannot be decoded
    public static List<String> of(String path) {
        var segments = new ArrayList<String>();
        for (String segment : path.substring(1).split("/", -1)) segments.add(URIUtil.decodePath(segment.replace(";", "%3B")));
        return segments;
    }
}
