package org.nettunnel.crypto.jdk.osgi;

import org.nettunnel.api.crypto.Suite;
import org.nettunnel.crypto.jdk.AesGcmSuite;
import org.osgi.service.component.annotations.Component;

/// Offers AES-256-GCM to the node.
@Component(service = Suite.class, property = { "name=" + AesGcmSuite.NAME, "service.ranking:Integer=100" })
public final class AesGcmSuiteComponent extends AesGcmSuite {}
