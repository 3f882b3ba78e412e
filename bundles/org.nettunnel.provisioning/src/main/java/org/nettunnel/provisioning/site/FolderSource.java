package org.nettunnel.provisioning.site;

import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;

import org.nettunnel.provisioning.trust.SiteRefused;

/// A site in a folder; links in it are not followed.
record FolderSource(Path folder) implements SiteSource {
    @Override
    public void copy(String path, Path target, long most) throws SiteRefused, IOException {
        Path file = folder;
        for (String segment : path.split("/")) {
            file = file.resolve(segment);
            if (Files.isSymbolicLink(file)) throw new SiteRefused(file + " is a symbolic link, which is not followed in a site");
        }
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) throw new NoSuchFileException(file.toString(), null, "it is no update site, or not a complete one");
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) throw new SiteRefused(file + " is not a file");
        if (Files.size(file) > most) throw Copying.tooLong(path, most);
        try (var in = Files.newByteChannel(file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
            Copying.copy(Channels.newInputStream(in), target, path, most);
        }
    }

    @Override
    public void close() {}
}
