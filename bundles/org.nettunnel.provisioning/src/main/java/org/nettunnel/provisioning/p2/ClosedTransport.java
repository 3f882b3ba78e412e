package org.nettunnel.provisioning.p2;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

import org.eclipse.core.runtime.CoreException;
import org.eclipse.core.runtime.IProgressMonitor;
import org.eclipse.core.runtime.IStatus;
import org.eclipse.core.runtime.Status;
import org.eclipse.equinox.internal.p2.repository.Transport;
import org.jspecify.annotations.Nullable;

/// What p2 fetches with: files of verified copies, and nothing else, wherever some metadata would lead it.
final class ClosedTransport extends Transport {
    private static final String PLUGIN = "org.nettunnel.provisioning";
    private final Path copies;

    /// @param copies folder below which all may be read
    ClosedTransport(Path copies) {
        this.copies = copies.toAbsolutePath().normalize();
    }

    @Override
    @SuppressWarnings("null")   // p2 leaves its parameters open
    public IStatus download(URI from, OutputStream to, @Nullable IProgressMonitor monitor) {
        try {
            Files.copy(file(from), to);
            return Status.OK_STATUS;
        } catch (IOException refused) {
            return new Status(IStatus.ERROR, PLUGIN, refused.getMessage(), refused);
        }
    }

    @Override
    @SuppressWarnings("null")
    public InputStream stream(URI from, @Nullable IProgressMonitor monitor) throws FileNotFoundException, CoreException {
        try {
            return Files.newInputStream(file(from), LinkOption.NOFOLLOW_LINKS);
        } catch (IOException refused) {
            throw new CoreException(new Status(IStatus.ERROR, PLUGIN, refused.getMessage(), refused));
        }
    }

    @Override
    @SuppressWarnings("null")
    public long getLastModified(URI from, @Nullable IProgressMonitor monitor) throws CoreException {
        try {
            return Files.getLastModifiedTime(file(from), LinkOption.NOFOLLOW_LINKS).toMillis();
        } catch (IOException refused) {
            throw new CoreException(new Status(IStatus.ERROR, PLUGIN, refused.getMessage(), refused));
        }
    }

    private Path file(URI from) throws IOException {
        Path path = "file".equals(from.getScheme()) && from.getRawAuthority() == null ? Path.of(from).toAbsolutePath().normalize() : null;
        if (path == null || !path.startsWith(copies)) throw new IOException(from + " is not one of the node's verified copies, and p2 reads nothing else");
        return path;
    }
}
