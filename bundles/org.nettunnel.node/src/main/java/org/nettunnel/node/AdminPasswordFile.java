package org.nettunnel.node;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Set;

import org.nettunnel.api.node.RequestRefused;

/// Makes the first administrator, `root`, with the password in a file: for installations that nobody watches.
public final class AdminPasswordFile {
    private static final System.Logger LOG = System.getLogger("org.nettunnel.node");
    private static final int MOST_BYTES = 8_192;
    private static final String USER = "root";

    private AdminPasswordFile() {}

    /// Does nothing where a user exists already.
    ///
    /// @throws IOException with a sentence that names the file, when it cannot be read or its password will not do
    public static void apply(Path file, StoredAccounts accounts) throws IOException {
        if (!accounts.users().isEmpty()) return;
        warnOfReaders(file);
        char[] password = read(file);
        try {
            accounts.makeFirst(USER, password);
        } catch (RequestRefused refused) {
            throw new IOException("the administrator's password in " + file + " was refused: " + refused.getMessage(), refused);
        } finally {
            Arrays.fill(password, '\0');
        }
    }

    private static char[] read(Path file) throws IOException {
        byte[] bytes;
        try {
            if (Files.size(file) > MOST_BYTES)
                throw new IOException("it has " + Files.size(file) + " bytes; a password has at most " + PasswordRules.LONGEST + " characters");
            bytes = Files.readAllBytes(file);
        } catch (NoSuchFileException absent) {
            throw new IOException("there is no file " + file + " with the administrator's password: make it, or leave the option out", absent);
        } catch (IOException refused) {
            throw new IOException("the administrator's password cannot be read from " + file + ": " + refused.getMessage(), refused);
        }
        CharBuffer text = StandardCharsets.UTF_8.decode(ByteBuffer.wrap(bytes));
        int end = text.length();
        while (end > 0 && (text.charAt(end - 1) == '\n' || text.charAt(end - 1) == '\r')) end--;
        char[] password = new char[end];
        text.get(password, 0, end);
        return password;
    }

    private static void warnOfReaders(Path file) throws IOException {
        if (!Files.exists(file) || !file.getFileSystem().supportedFileAttributeViews().contains("posix")) return;
        Set<PosixFilePermission> mode = Files.getPosixFilePermissions(file);
        if (!PosixFilePermissions.fromString("rwx------").containsAll(mode))
            LOG.log(System.Logger.Level.WARNING, "others can read the administrator's password: chmod 600, or remove it now file=" + file
                    + " mode=" + PosixFilePermissions.toString(mode));
    }
}
