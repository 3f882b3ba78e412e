package org.nettunnel.crypto.jdk.osgi;

import org.nettunnel.api.crypto.HybridExchange;
import org.nettunnel.crypto.jdk.JdkHybridExchange;
import org.osgi.service.component.annotations.Component;

/// Offers the key exchange to the node.
@Component(service = HybridExchange.class, property = "service.ranking:Integer=100")
public final class HybridExchangeComponent extends JdkHybridExchange {}
