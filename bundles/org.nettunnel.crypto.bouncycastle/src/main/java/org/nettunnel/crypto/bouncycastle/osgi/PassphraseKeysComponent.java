package org.nettunnel.crypto.bouncycastle.osgi;

import org.nettunnel.api.crypto.PassphraseKeys;
import org.nettunnel.crypto.bouncycastle.BouncyPassphraseKeys;
import org.osgi.service.component.annotations.Component;

/// Offers keys of passphrases to the node.
@Component(service = PassphraseKeys.class)
public final class PassphraseKeysComponent extends BouncyPassphraseKeys {}
