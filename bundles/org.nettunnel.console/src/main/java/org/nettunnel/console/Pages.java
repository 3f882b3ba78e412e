package org.nettunnel.console;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger.Level;
import java.net.URL;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/// The fixed list of what the console consists of.
final class Pages {
    static final String FIRST = "index.html";
    /// Below the folder `pages` of this package.
    static final List<String> OWN = List.of(FIRST, "mark.svg",
            "css/base.css", "css/frame.css", "css/parts.css", "css/screens.css",
            "js/main.js", "js/api.js", "js/chart.js", "js/checks.js", "js/dialog.js", "js/dom.js", "js/format.js", "js/form.js", "js/frame.js", "js/grants.js", "js/icons.js", "js/invite.js",
            "js/live.js", "js/menu.js", "js/notice.js", "js/properties.js", "js/qr.js",
            "js/side.js", "js/slow.js", "js/state.js", "js/table.js", "js/trial.js", "js/tunnel-wizard.js", "js/endpoint-wizard.js",
            "js/screens/about.js", "js/screens/account.js", "js/screens/audit.js", "js/screens/bundles.js", "js/screens/connections.js", "js/screens/doctor.js",
            "js/screens/gate.js", "js/screens/log.js", "js/screens/other.js", "js/screens/overview.js", "js/screens/settings.js", "js/screens/tunnels.js", "js/screens/upkeep.js",
            "js/screens/users.js");
    /// Files of others: what a page calls it, the bundle it is in, its path there.
    static final List<Borrowed> BORROWED = List.of(
            new Borrowed("lib/uplot.js", "org.webjars.npm.uplot", "META-INF/resources/webjars/uplot/1.6.30/dist/uPlot.esm.js"),
            new Borrowed("lib/uplot.css", "org.webjars.npm.uplot", "META-INF/resources/webjars/uplot/1.6.30/dist/uPlot.min.css"),
            new Borrowed("lib/qr-creator.js", "org.webjars.npm.qr-creator", "META-INF/resources/webjars/qr-creator/1.0.0/dist/qr-creator.es6.min.js"));
    private static final System.Logger LOG = System.getLogger("org.nettunnel.console");

    record Borrowed(String name, String webjar, String path) {}

    private Pages() {
    }

    /// By path, `/` for the first.
    static Map<String, Page> read(Console.Webjars webjars) throws IOException {
        var pages = new LinkedHashMap<String, Page>();
        for (String name : OWN) pages.put("/" + name, Page.of(name, bytes(name, Pages.class.getResource("pages/" + name))));
        for (Borrowed file : BORROWED) {
            URL there = webjars.find(file.webjar(), file.path());
            if (there == null)
                LOG.log(Level.WARNING, "the console lacks a part, since a bundle is not installed: install it, or update the node file=" + file.name() + " bundle=" + file.webjar());
            else pages.put("/" + file.name(), Page.of(file.name(), bytes(file.name(), there)));
        }
        Page first = pages.get("/" + FIRST);
        if (first != null) pages.put("/", first);
        return pages;
    }

    private static byte[] bytes(String name, @Nullable URL there) throws IOException {
        if (there == null) throw new FileNotFoundException("the page '" + name + "' is not in the console's bundle");
        try (InputStream in = there.openStream()) {
            return in.readAllBytes();
        }
    }
}
