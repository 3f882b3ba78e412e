package org.nettunnel.tunnel.providers;

/// Where a service comes from.
///
/// @param rank   the higher the rather; below zero it stands in for another of its name, which is given a moment to come
/// @param bundle as the framework numbers them; -1 where that is not known
public record Origin(int rank, long bundle) {
    private static final long UNKNOWN = -1;

    /// Of a bundle that is not known.
    public static Origin ranked(int rank) {
        return new Origin(rank, UNKNOWN);
    }
}
