package org.nettunnel.provisioning.site;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.crypto.Fingerprint;
import org.nettunnel.provisioning.trust.SiteRefused;

/// Where a site is, as an administrator says it.
public sealed interface SiteLocation {
    /// A folder or zip of this machine.
    record Local(Path path) implements SiteLocation {
        @Override
        public SiteSource open() throws SiteRefused, IOException {
            if (Files.isDirectory(path)) return new FolderSource(path);
            if (Files.isRegularFile(path)) return new ZipSource(path);
            throw new SiteRefused("there is no folder or zip " + path + " on the node's machine, or the node may not read it");
        }
    }

    /// A folder of a web server.
    ///
    /// @param base   ends with `/`
    /// @param server SHA-256 of the server's certificate, which counts instead of a name and an authority; null for Java's usual trust
    record Web(URI base, @Nullable Fingerprint server) implements SiteLocation {
        @Override
        public SiteSource open() {
            return new HttpsSource(base, server);
        }
    }

    SiteSource open() throws SiteRefused, IOException;

    /// @throws SiteRefused for anything but an absolute path, a `file:` URL of this machine or an `https:` URL
    static SiteLocation of(String text) throws SiteRefused {
        if (text.isBlank() || text.length() > 2000) throw bad(text, "is empty or too long");
        if (text.startsWith("/") || text.matches("[A-Za-z]:[\\\\/].*") || text.startsWith("\\\\")) return local(text);
        URI uri;
        try {
            uri = new URI(text);
        } catch (URISyntaxException broken) {
            throw bad(text, "is neither an absolute path nor a URL (" + broken.getReason() + ")");
        }
        String scheme = uri.getScheme();
        if (scheme == null) throw bad(text, "is not an absolute path");
        return switch (scheme.toLowerCase(Locale.ROOT)) {
            case "https" -> web(text, uri);
            case "file" -> file(text, uri);
            case "http" -> throw bad(text, "goes over http, where anybody on the way could hold back updates or send megabytes");
            default -> throw bad(text, "has the scheme '" + scheme + "', which is not used for sites");
        };
    }

    private static SiteLocation local(String text) throws SiteRefused {
        try {
            Path path = Path.of(text);
            if (!path.isAbsolute()) throw bad(text, "is not an absolute path");
            return new Local(path.normalize());
        } catch (InvalidPathException broken) {
            throw bad(text, "is not a path (" + broken.getReason() + ")");
        }
    }

    private static SiteLocation file(String text, URI uri) throws SiteRefused {
        boolean isHere = uri.getRawAuthority() == null && uri.getRawQuery() == null && uri.getRawFragment() == null && uri.getPath() != null;
        if (!isHere) throw bad(text, "names another machine or has more than a path");
        try {
            return new Local(Path.of(uri).normalize());
        } catch (IllegalArgumentException broken) {
            throw bad(text, "is not a path of this machine");
        }
    }

    private static SiteLocation web(String text, URI uri) throws SiteRefused {
        if (uri.getHost() == null) throw bad(text, "names no host");
        if (uri.getRawUserInfo() != null || uri.getRawQuery() != null) throw bad(text, "has a user name, password or query, which sites do not have");
        String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        URI base = URI.create("https://" + uri.getRawAuthority() + (path.endsWith("/") ? path : path + "/"));
        return new Web(base, server(text, uri.getFragment()));
    }

    private static @Nullable Fingerprint server(String text, @Nullable String fragment) throws SiteRefused {
        if (fragment == null) return null;
        String start = "server=";
        try {
            if (fragment.startsWith(start)) return new Fingerprint(fragment.substring(start.length()));
        } catch (IllegalArgumentException broken) {
            throw bad(text, "has a wrong fingerprint: " + broken.getMessage());
        }
        throw bad(text, "has '#" + fragment + "'; only #server=FINGERPRINT may stand there, the SHA-256 of the server's certificate");
    }

    private static SiteRefused bad(String text, String why) {
        String shown = text.length() > 200 ? text.substring(0, 200) + "…" : text;
        return new SiteRefused("location '" + shown + "' " + why + "; give a folder or zip by its absolute path, or an https: URL");
    }
}
