package org.nettunnel.crypto.bouncycastle.osgi;

import org.nettunnel.api.crypto.Suite;
import org.nettunnel.crypto.bouncycastle.BouncyChaChaSuite;
import org.osgi.service.component.annotations.Component;

/// Offers ChaCha20-Poly1305 for cross checks: ranked below the JDK's of the same name.
@Component(service = Suite.class, property = { "name=" + BouncyChaChaSuite.NAME, "service.ranking:Integer=-100", "purpose=cross-check" })
public final class ChaChaSuiteComponent extends BouncyChaChaSuite {}
