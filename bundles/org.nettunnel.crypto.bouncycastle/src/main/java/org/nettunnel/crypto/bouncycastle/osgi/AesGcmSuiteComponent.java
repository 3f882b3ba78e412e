package org.nettunnel.crypto.bouncycastle.osgi;

import org.nettunnel.api.crypto.Suite;
import org.nettunnel.crypto.bouncycastle.BouncyAesGcmSuite;
import org.osgi.service.component.annotations.Component;

/// Offers AES-256-GCM for cross checks: ranked below the JDK's of the same name.
@Component(service = Suite.class, property = { "name=" + BouncyAesGcmSuite.NAME, "service.ranking:Integer=-100", "purpose=cross-check" })
public final class AesGcmSuiteComponent extends BouncyAesGcmSuite {}
