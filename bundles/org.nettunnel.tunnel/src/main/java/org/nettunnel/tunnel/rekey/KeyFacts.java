package org.nettunnel.tunnel.rekey;

/// What a link's records are sealed with just now.
///
/// @param suite  name of the suite this end sends under
/// @param epoch  how many keys came before it on this link
/// @param rekeys how many times both directions got new keys
public record KeyFacts(String suite, int epoch, long rekeys) {}
