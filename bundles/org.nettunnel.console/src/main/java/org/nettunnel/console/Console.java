package org.nettunnel.console;

import java.io.IOException;
import java.net.URL;

import org.eclipse.jetty.server.Handler;
import org.jspecify.annotations.Nullable;

/// The web console of a node: its pages, ready to be served.
///
/// **Threads:** any.
public final class Console {
    private final Handler handler;

    /// Where files of others are, that a page shows.
    public interface Webjars {
        /// @param webjar symbolic name of the bundle
        /// @return null when it is not installed
        @Nullable URL find(String webjar, String path);
    }

    /// @throws IOException when a page that belongs to the console is not there or cannot be read
    public Console(Webjars webjars) throws IOException {
        handler = new PageRoute(Pages.read(webjars));
    }

    /// Answers `/` and what is on the list of pages, nothing else.
    public Handler handler() {
        return handler;
    }
}
