package org.nettunnel.crypto.jdk.osgi;

import org.nettunnel.api.crypto.Suite;
import org.nettunnel.crypto.jdk.ChaChaSuite;
import org.osgi.service.component.annotations.Component;

/// Offers ChaCha20-Poly1305 to the node.
@Component(service = Suite.class, property = { "name=" + ChaChaSuite.NAME, "service.ranking:Integer=90" })
public final class ChaChaSuiteComponent extends ChaChaSuite {}
