package org.nettunnel.tunnel;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.transport.Address;

/// In which order the addresses of a peer are tried: as configured, but the last that led to it comes first.
///
/// **Threads:** safe for any.
final class Addresses {
    private volatile @Nullable Address lastGood;

    List<Address> inOrder(List<Address> configured) {
        Address good = lastGood;
        if (good == null || !configured.contains(good)) return configured;
        List<Address> order = new ArrayList<>(configured);
        order.remove(good);
        order.addFirst(good);
        return order;
    }

    void wasGood(Address address) {
        lastGood = address;
    }
}
