package org.nettunnel.provisioning.site;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

import org.nettunnel.provisioning.trust.SiteRefused;

/// Copies bytes that may have no end.
final class Copying {
    private Copying() {}

    static void copy(InputStream in, Path target, String path, long most) throws SiteRefused, IOException {
        try (OutputStream out = Files.newOutputStream(target, StandardOpenOption.CREATE_NEW)) {
            byte[] buffer = new byte[1 << 16];
            long total = 0;
            for (int n; (n = in.read(buffer)) >= 0; total += n) {
                if (total + n > most) throw tooLong(path, most);
                out.write(buffer, 0, n);
            }
        }
    }

    static SiteRefused tooLong(String path, long most) {
        return new SiteRefused(path + " of the site is longer than the " + most + " bytes it may have");
    }
}
