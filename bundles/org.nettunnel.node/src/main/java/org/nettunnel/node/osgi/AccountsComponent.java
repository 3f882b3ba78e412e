package org.nettunnel.node.osgi;

import java.io.IOException;
import java.nio.file.Path;

import org.nettunnel.api.crypto.Passwords;
import org.nettunnel.api.node.Accounts;
import org.nettunnel.node.AdminPasswordFile;
import org.nettunnel.node.StoredAccounts;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/// Offers the accounts; where there are none yet it takes the administrator's password from a file, or prints the setup code.
@Component(service = {Accounts.class, AccountsComponent.class}, immediate = true)
public final class AccountsComponent extends StoredAccounts {
    @Activate
    public AccountsComponent(@Reference StoreComponent store, @Reference Passwords passwords) {
        super(store.store(), passwords, System::nanoTime);
        takePasswordFile();
        printSetupCode();
    }

    private void takePasswordFile() {
        String file = System.getProperty("nettunnel.adminPasswordFile");
        if (file == null || file.isBlank()) return;
        try {
            AdminPasswordFile.apply(Path.of(file), this);
        } catch (IOException refused) {
            throw StartConsole.end(refused);
        }
    }

    /// To the console and not to the log: log files are kept, copied and read by others.
    private void printSetupCode() {
        String code = setupCode();
        if (code == null) return;
        StartConsole.say("""

                  This node has no user yet. Its one-time setup code is

                      %s

                  Within 30 minutes: nettunnel setup, which asks for it
                """.formatted(code));
    }
}
