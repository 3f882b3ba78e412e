package org.nettunnel.crypto.bouncycastle.osgi;

import org.nettunnel.api.crypto.Certificates;
import org.nettunnel.crypto.bouncycastle.BouncyCertificates;
import org.osgi.service.component.annotations.Component;

/// Offers certificates to the node.
@Component(service = Certificates.class)
public final class CertificatesComponent extends BouncyCertificates {}
