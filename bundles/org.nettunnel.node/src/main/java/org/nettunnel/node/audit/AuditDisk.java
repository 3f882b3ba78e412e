package org.nettunnel.node.audit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/// The step of an audit file that a disk may refuse, beside those of [org.nettunnel.node.store.FileSteps].
interface AuditDisk {
    /// Writes `bytes` at `position`, which is the end, and forces them to the disk.
    void append(FileChannel file, long position, byte[] bytes) throws IOException;

    /// The real disk.
    AuditDisk REAL = (file, position, bytes) -> {
        ByteBuffer rest = ByteBuffer.wrap(bytes);
        for (long at = position; rest.hasRemaining();) at += file.write(rest, at);
        file.force(true);
    };

    /// Opens an existing file to add to it.
    static FileChannel open(Path file) throws IOException {
        return FileChannel.open(file, Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS));
    }
}
