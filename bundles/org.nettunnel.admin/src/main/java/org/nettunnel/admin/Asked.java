package org.nettunnel.admin;

import java.io.IOException;
import java.util.List;

import org.jspecify.annotations.Nullable;

/// A request as the dispatcher needs it, free of the server that read it.
///
/// @param path segments, decoded, with those of the prefix
record Asked(String method, List<String> path, Origins origins, @Nullable String authorization, Kinds kinds, Body body, String from) {
    /// @param contentType what the body is
    /// @param accept      what the answer may be
    record Kinds(@Nullable String contentType, @Nullable String accept) {}


    /// What a browser would tell of the page that asks.
    ///
    /// @param host      the Host header, port included
    /// @param origin    the Origin header
    /// @param browser   whether a browser sent it (it says so in Sec-Fetch-Site)
    /// @param loopback  whether it came in over the loopback interface
    /// @param certified the names in the certificate it was answered under
    record Origins(@Nullable String host, @Nullable String origin, boolean browser, boolean loopback, List<String> certified) {}

    /// Reads at most `limit` bytes.
    interface Body {
        byte[] read(int limit) throws IOException;
    }

    @Override
    public String toString() {
        return method + " /" + String.join("/", path);
    }
}
