package org.nettunnel.node.sync;

import java.util.Comparator;

import org.nettunnel.api.tunnel.PeerIdentity;

/// When in the life of an endpoint an edit was made, and at which end: the greater one wins at both ends.
///
/// @param revision 1 for the first edit, one more with each
/// @param editor   decides between two edits that both ends made at once
public record Version(long revision, PeerIdentity editor) implements Comparable<Version> {
    /// Revisions end here, so that counting on never overflows.
    static final long LAST_REVISION = 1L << 62;
    private static final Comparator<Version> ORDER =
            Comparator.comparingLong(Version::revision).thenComparing(version -> version.editor().toString());

    public Version {
        if (revision < 1 || revision >= LAST_REVISION) throw new IllegalArgumentException("revision " + revision + " is not in 1..2^62");
    }

    /// The version of the next edit by `newEditor`.
    public Version next(PeerIdentity newEditor) {
        return new Version(revision + 1, newEditor);
    }

    @Override
    @SuppressWarnings("null")   // Comparable leaves its parameter open
    public int compareTo(Version other) {
        return ORDER.compare(this, other);
    }
}
