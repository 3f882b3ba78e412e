package org.nettunnel.cli.upkeep;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.crypto.PassphraseKeys;
import org.nettunnel.api.node.Audit;
import org.nettunnel.api.node.Backups;
import org.nettunnel.api.node.RequestRefused;
import org.nettunnel.cli.run.NodeLock;
import org.nettunnel.cli.run.Plugins;
import org.nettunnel.cli.run.RunDirectories;
import org.nettunnel.cli.shell.CliFailure;
import org.nettunnel.cli.shell.ExitCode;
import org.nettunnel.cli.shell.RunningNode;
import org.nettunnel.cli.shell.Shell;

/// The files of a node that is stopped, by the node's own classes: this command knows only the API.
final class Offline {
    private static final List<String> BUNDLES = List.of("org.nettunnel.node", "org.nettunnel.crypto.bouncycastle", "bcprov");
    private static final String NODE = "org.nettunnel.node.backup.OfflineNode";
    private static final String KEYS = "org.nettunnel.crypto.bouncycastle.BouncyPassphraseKeys";

    private Offline() {}

    /// Whether the files are to be used: no other node is named, and none runs on them.
    static boolean is(Shell shell) {
        return shell.nodeUrl() == null && shell.via() == null && !RunningNode.has(shell.data());
    }

    /// What is done with the files, whose lock it has meanwhile.
    interface Work<T> {
        T on(Backups backups) throws RequestRefused, IOException;
    }

    static <T> T backups(Shell shell, Work<T> work) throws CliFailure {
        Warnings.tell(shell);
        Path config = RunDirectories.ready(shell.config(), "--config");
        Path data = RunDirectories.ready(shell.data(), "--data");
        try (NodeLock _ = NodeLock.take(data); URLClassLoader loader = loader()) {
            Object keys = loader.loadClass(KEYS).getConstructor().newInstance();
            Object backups = loader.loadClass(NODE).getMethod("backups", Path.class, Path.class, PassphraseKeys.class).invoke(null, config, data, keys);
            if (backups instanceof Backups ready) return work.on(ready);
            throw new CliFailure(ExitCode.FAILED, "the installation is not complete: there is nothing that makes backups");
        } catch (RequestRefused refused) {
            throw new CliFailure(ExitCode.FAILED, refused.getMessage() + "; nothing was changed");
        } catch (InvocationTargetException failed) {
            throw new CliFailure(ExitCode.FAILED, "the files of the node cannot be used: " + failed.getCause().getMessage());
        } catch (ReflectiveOperationException foreign) {
            throw new CliFailure(ExitCode.FAILED, "the installation is not complete: " + foreign);
        } catch (IOException failed) {
            throw new CliFailure(ExitCode.FAILED, "nothing was changed: " + failed.getMessage());
        }
    }

    /// Changes nothing, and needs no lock.
    static Audit.Verdict verify(Shell shell, Path data, @Nullable String expected) throws CliFailure {
        Warnings.tell(shell);
        try (URLClassLoader loader = loader()) {
            Object verdict = loader.loadClass(NODE).getMethod("verify", Path.class, String.class).invoke(null, data, expected);
            if (verdict instanceof Audit.Verdict found) return found;
            throw new CliFailure(ExitCode.FAILED, "the installation is not complete: there is nothing that reads audit logs");
        } catch (InvocationTargetException failed) {
            throw new CliFailure(ExitCode.FAILED, "the audit log in " + data + " cannot be read: " + failed.getCause().getMessage());
        } catch (ReflectiveOperationException | IOException foreign) {
            throw new CliFailure(ExitCode.FAILED, "the installation is not complete: " + foreign);
        }
    }

    private static URLClassLoader loader() throws CliFailure, MalformedURLException {
        Plugins plugins = Plugins.own();
        URL[] jars = new URL[BUNDLES.size()];
        for (int i = 0; i < jars.length; i++) jars[i] = plugins.jar(BUNDLES.get(i)).toUri().toURL();
        return new URLClassLoader(jars, Offline.class.getClassLoader());
    }
}
