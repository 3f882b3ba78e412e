package org.nettunnel.crypto.bouncycastle.osgi;

import org.nettunnel.api.crypto.Passwords;
import org.nettunnel.crypto.bouncycastle.BouncyPasswords;
import org.osgi.service.component.annotations.Component;

/// Offers password hashing to the node.
@Component(service = Passwords.class)
public final class PasswordsComponent extends BouncyPasswords {}
