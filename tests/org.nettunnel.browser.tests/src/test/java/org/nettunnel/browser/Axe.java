package org.nettunnel.browser;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

import com.microsoft.playwright.Page;

/// Looks for what keeps people with a screen reader, a keyboard or weak eyes out.
final class Axe {
    private static final String SOURCE = "META-INF/resources/webjars/axe-core/4.6.3/axe.min.js";
    private static final String RUN = """
            async () => (await axe.run()).violations.filter(found => ['serious', 'critical'].includes(found.impact)).map(found =>
                found.id + ' (' + found.impact + '): ' + found.nodes.map(node => node.html.slice(0, 200)).slice(0, 3).join(' | '))
            """;

    private Axe() {
    }

    /// Serious and critical findings, as sentences.
    static List<?> findings(Page page) throws IOException {
        try (InputStream in = Axe.class.getClassLoader().getResourceAsStream(SOURCE)) {
            if (in == null) throw new IOException(SOURCE + " is not on the class path");
            page.evaluate(new String(in.readAllBytes(), StandardCharsets.UTF_8) + "\n0");
        }
        return page.evaluate(RUN) instanceof List<?> found ? found : List.of("axe gave no answer");
    }
}
