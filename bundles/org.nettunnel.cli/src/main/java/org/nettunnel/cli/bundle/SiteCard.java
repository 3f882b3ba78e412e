package org.nettunnel.cli.bundle;

import org.nettunnel.api.admin.bundles.SiteView;
import org.nettunnel.cli.shell.Shell;

/// All there is to tell of an update site, a line a fact.
final class SiteCard {
    private SiteCard() {}

    static void print(Shell shell, SiteView site) {
        shell.line("Site         " + site.id());
        shell.line("Location     " + site.location());
        shell.line("Signer       " + site.signerName());
        shell.line("Fingerprint  " + site.signer());
        shell.line("Index        version " + site.version() + ", good until " + site.expires());
        String title = "Offers       ";
        for (SiteView.Listed each : site.features()) {
            shell.line(title + each.id() + " " + each.version() + (each.label().isEmpty() ? "" : " (" + each.label() + ")"));
            title = "             ";
        }
        if (!site.problem().isEmpty()) shell.line("Problem      " + site.problem());
    }
}
