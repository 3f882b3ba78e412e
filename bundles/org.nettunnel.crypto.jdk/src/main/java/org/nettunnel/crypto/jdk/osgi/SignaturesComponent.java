package org.nettunnel.crypto.jdk.osgi;

import org.nettunnel.api.crypto.Signatures;
import org.nettunnel.crypto.jdk.JdkSignatures;
import org.osgi.service.component.annotations.Component;

/// Offers identities to the node.
@Component(service = Signatures.class, property = "service.ranking:Integer=100")
public final class SignaturesComponent extends JdkSignatures {}
