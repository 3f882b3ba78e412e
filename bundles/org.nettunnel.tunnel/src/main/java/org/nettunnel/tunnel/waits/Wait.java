package org.nettunnel.tunnel.waits;

/// What a stream may wait for; several at a time. [org.nettunnel.api.tunnel.Tunnels.Measures.Waits] says what each means.
public enum Wait { DIAL, CREDIT, LINK, SOCKET, PACE_OUT, PACE_IN, ANSWER }
