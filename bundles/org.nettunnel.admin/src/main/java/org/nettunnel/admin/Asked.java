package org.nettunnel.admin;

import java.io.IOException;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/// A request as the dispatcher needs it, free of the server that read it.
///
/// @param path  segments, decoded, with those of the prefix
/// @param query parameters, decoded
record Asked(String method, List<String> path, Map<String, List<String>> query, Origins origins, Headers headers, Body body, String from) {
    /// @param authorization by which the caller says who he is
    /// @param cookie        by which a browser does
    /// @param csrf          that shows the node's own page behind it
    /// @param contentType   what the body is
    /// @param accept        what the answer may be
    /// @param ifMatch       what the caller thinks that he changes
    /// @param lastEventId   of the stream of events that broke off
    record Headers(@Nullable String authorization, @Nullable String cookie, @Nullable String csrf, @Nullable String contentType,
            @Nullable String accept, @Nullable String ifMatch, @Nullable String lastEventId) {}

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
