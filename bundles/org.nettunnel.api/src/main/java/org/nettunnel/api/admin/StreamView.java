package org.nettunnel.api.admin;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/// One forwarded connection as people see it.
///
/// @param tunnel    id of the tunnel; `tunnelName` is what it is called here
/// @param endpoint  id of the endpoint; `endpointName` is what it is called
/// @param direction `inbound` when it was accepted at this end
/// @param client    who connected; when outbound, as the other end claims
/// @param target    what was dialled; when inbound, what the other end is to dial
/// @param state     `dialling`, `open`, `half-closed` or `closing`
/// @param compression what of it travels compressed
public record StreamView(String id, String tunnel, String tunnelName, String endpoint, String endpointName, String direction,
        String client, String target, String state, Instant since, long receivedBytes, long sentBytes, Squeezing compression) {
    /// @param with     what this end sends compressed with: a name, or `none`
    /// @param decision why the frames of late went as they did, such as `the link keeps up`
    /// @param sent     frames that this end sent compressed
    /// @param received frames that came compressed
    public record Squeezing(String with, String decision, Squeezed sent, Squeezed received) {}

    /// @param plainBytes what was said; `wireBytes` is what travelled for it
    /// @param ratio      of the two, 1 where nothing travelled compressed
    public record Squeezed(long plainBytes, long wireBytes, double ratio) {
        public static Squeezed of(long plainBytes, long wireBytes) {
            return new Squeezed(plainBytes, wireBytes, wireBytes == 0 ? 1 : Math.round(100.0 * plainBytes / wireBytes) / 100.0);
        }
    }

    /// @param next  cursor of the page that follows; null at the end
    /// @param found how many there are on all pages together
    public record Page(List<StreamView> streams, @Nullable String next, int found) {
        /// All there are.
        public Page(List<StreamView> streams) {
            this(streams, null, streams.size());
        }
    }
}
