package org.nettunnel.cli.shell;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.nettunnel.client.RecordJson;

/// The logins that a person saved: one per node, in a file that only that person can read.
public final class Logins {
    private final Path file;

    public Logins(Path file) {
        this.file = file;
    }

    /// @param fingerprint of the certificate that was confirmed; null when an authority signed it
    public record Login(String url, String user, @Nullable String fingerprint, String token, Instant expires) {
        @Override
        public String toString() {
            return "Login[url=" + url + ", user=" + user + "]";
        }
    }

    public record Saved(List<Login> logins) {}

    public Optional<Login> find(String url) throws CliFailure {
        return all().stream().filter(login -> login.url().equals(url)).findFirst();
    }

    public List<Login> all() throws CliFailure {
        try {
            return RecordJson.read(Files.readAllBytes(file), Saved.class).logins();
        } catch (NoSuchFileException none) {
            return List.of();
        } catch (IOException unreadable) {
            throw new CliFailure(ExitCode.FAILED, "the saved logins in " + file + " cannot be read: " + Texts.reason(unreadable)
                    + "; remove the file and log in again");
        }
    }

    public void save(Login login) throws CliFailure {
        List<Login> logins = without(login.url());
        logins.add(login);
        write(logins);
    }

    public void remove(String url) throws CliFailure {
        write(without(url));
    }

    private List<Login> without(String url) throws CliFailure {
        var logins = new ArrayList<>(all());
        logins.removeIf(login -> login.url().equals(url));
        return logins;
    }

    private void write(List<Login> logins) throws CliFailure {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null) folder = file.toAbsolutePath();
        try {
            Files.createDirectories(folder, mode("rwx------"));
            Path fresh = folder.resolve("logins.json." + UUID.randomUUID() + ".tmp");
            try (var channel = Files.newByteChannel(fresh,
                    Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS), mode("rw-------"))) {
                channel.write(StandardCharsets.UTF_8.encode(RecordJson.writePretty(new Saved(logins)) + "\n"));
            }
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException unwritten) {
            throw new CliFailure(ExitCode.FAILED, "the login cannot be saved in " + file + ": " + Texts.reason(unwritten));
        }
    }

    private static FileAttribute<?>[] mode(String permissions) {
        if (!FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) return new FileAttribute<?>[0];
        return new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))};
    }
}
