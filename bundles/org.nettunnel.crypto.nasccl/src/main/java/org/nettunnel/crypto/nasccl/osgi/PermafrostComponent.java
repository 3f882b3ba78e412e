package org.nettunnel.crypto.nasccl.osgi;

import org.nettunnel.api.crypto.StreamCipher;
import org.nettunnel.crypto.nasccl.Permafrost;
import org.osgi.service.component.annotations.Component;

/// Offers NASCCL's second generation to the node.
@Component(service = StreamCipher.class, property = { "name=" + Permafrost.NAME, "service.ranking:Integer=20" })
public final class PermafrostComponent extends Permafrost {}
