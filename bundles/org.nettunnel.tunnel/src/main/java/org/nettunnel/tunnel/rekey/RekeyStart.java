package org.nettunnel.tunnel.rekey;

import java.util.List;
import java.util.function.Supplier;

import org.nettunnel.tunnel.handshake.Offers;

/// What a handshake leaves for the first exchange of new keys on its link.
///
/// @param offers what this end offered in the handshake: when the stock has changed since, there is something to agree anew
/// @param theirs the suites of the peer, as far as it said
/// @param stock  what bundles offer just now, the same object until that changes; asked in each turn of the loop, so it returns at once
public record RekeyStart(RekeyParty party, Offers offers, List<String> theirs, Supplier<Stock> stock) {}
