package org.nettunnel.node.original;

import java.util.List;

import org.jspecify.annotations.Nullable;

/// What stands in a file of the original.
sealed interface Found {
    /// @param endpoints only of version 4, where they belong to the user who logs in for the tunnel
    record Person(String name, boolean administrator, List<Half> endpoints) implements Found {}

    /// @param id        the same at both ends; empty where the file has none
    /// @param address   where it is dialled; null at the end that waits
    /// @param endpoints of versions before 4; in version 1 each end knows its own half
    record Line(String id, String name, @Nullable String address, int port, String user, List<Half> endpoints) implements Found {}

    /// The settings of the service.
    record Service(List<Setting> settings) implements Found {}

    /// @param text its value
    record Setting(String name, String text) {}

    /// Something else; the sentence says what is wrong with it.
    record Unknown(String name, String sentence) implements Found {}

    /// One half of an endpoint, or, of version 4, the whole.
    ///
    /// @param id      the same for both halves; empty where the file has none
    /// @param listens whether this end listens
    /// @param port    where it listens; 0 where the file does not say
    /// @param target  host and port, as they stand there; null where the file does not say
    /// @param rules   how many HTTP header rules it has
    record Half(String id, String name, boolean listens, int port, @Nullable Target target, int rules) {}

    record Target(String host, int port) {}
}
