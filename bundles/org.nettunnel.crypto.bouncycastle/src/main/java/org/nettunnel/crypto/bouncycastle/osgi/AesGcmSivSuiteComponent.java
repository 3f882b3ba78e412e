package org.nettunnel.crypto.bouncycastle.osgi;

import org.nettunnel.api.crypto.Suite;
import org.nettunnel.crypto.bouncycastle.BouncyAesGcmSivSuite;
import org.osgi.service.component.annotations.Component;

/// Offers AES-256-GCM-SIV to the node, below the JDK's suites: it is for administrators who prefer it, and slow.
@Component(service = Suite.class, property = { "name=" + BouncyAesGcmSivSuite.NAME, "service.ranking:Integer=50" })
public final class AesGcmSivSuiteComponent extends BouncyAesGcmSivSuite {}
