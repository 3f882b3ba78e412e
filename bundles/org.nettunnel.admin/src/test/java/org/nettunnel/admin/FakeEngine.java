package org.nettunnel.admin;

import java.util.List;

import org.nettunnel.admin.call.Engine;
import org.nettunnel.fakes.FakeServices;

/// A node in memory, as admin asks it.
final class FakeEngine extends FakeServices implements Engine {
    @Override
    public Offers offers() {
        return new Offers(List.of("AES-256-GCM"), List.of("deflate"), List.of("https", "tcp"));
    }

    @Override
    public Door door() {
        return new Door(List.of("127.0.0.1:52845"), "00".repeat(32));
    }
}
