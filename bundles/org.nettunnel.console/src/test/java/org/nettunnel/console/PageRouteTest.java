package org.nettunnel.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.regex.Pattern;

import org.eclipse.jetty.server.LocalConnector;
import org.eclipse.jetty.server.Server;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PageRouteTest {
    private final Server server = new Server();
    private final LocalConnector connector = new LocalConnector(server);

    @BeforeEach
    void start() throws Exception {
        server.addConnector(connector);
        server.setHandler(new Console((_, path) -> PageRouteTest.class.getResource("/" + path)).handler());
        server.start();
    }

    @AfterEach
    void stop() throws Exception {
        server.stop();
    }

    private String ask(String line, String... headers) throws Exception {
        return connector.getResponse(line + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + String.join("", List.of(headers).stream().map(header -> header + "\r\n").toList()) + "\r\n");
    }

    @Test
    void everyPageHasItsTypeAndItsGuards() throws Exception {
        for (String path : List.of("/", "/js/main.js", "/css/base.css", "/mark.svg", "/lib/uplot.js")) {
            String answer = ask("GET " + path);
            assertTrue(answer.startsWith("HTTP/1.1 200 "), path);
            assertTrue(answer.contains("Content-Security-Policy: " + PageRoute.CONTENT_SECURITY_POLICY), path);
            for (String header : List.of("X-Content-Type-Options: nosniff", "X-Frame-Options: DENY", "Referrer-Policy: no-referrer", "Cache-Control: no-cache"))
                assertTrue(answer.contains(header), path + " lacks " + header);
        }
        assertTrue(ask("GET /js/main.js").contains("Content-Type: text/javascript;"));
        assertFalse(PageRoute.CONTENT_SECURITY_POLICY.contains("unsafe"));
    }

    @Test
    void whatIsNotOnTheListIsNotThere() throws Exception {
        for (String path : List.of("/js/", "/js", "/js/../index.html", "/js/%2e%2e/index.html", "//index.html", "/index.html/", "/INDEX.HTML", "/package-info.class",
                "/../Console.class", "/org/nettunnel/console/Console.class", "/META-INF/MANIFEST.MF", "/js/main.js%00", "/js;x=1/main.js", "/css%2fbase.css"))
            assertFalse(ask("GET " + path).startsWith("HTTP/1.1 200 "), path);
    }

    @Test
    void pagesAreOnlyRead() throws Exception {
        for (String method : List.of("POST", "PUT", "DELETE", "OPTIONS", "TRACE")) assertFalse(ask(method + " /").startsWith("HTTP/1.1 200 "), method);
        assertTrue(ask("POST /").contains("Allow: GET, HEAD"));
        String head = ask("HEAD /");
        assertTrue(head.startsWith("HTTP/1.1 200 "), head);
        assertTrue(head.endsWith("\r\n\r\n"), head);
    }

    @Test
    void aPageThatTheBrowserHasIsNotSentAgain() throws Exception {
        var tag = Pattern.compile("ETag: (\"[^\"]+\")").matcher(ask("GET /js/main.js"));
        assertTrue(tag.find());
        assertTrue(ask("GET /js/main.js", "If-None-Match: " + tag.group(1)).startsWith("HTTP/1.1 304 "));
        assertTrue(ask("GET /js/main.js", "If-None-Match: \"another\"").startsWith("HTTP/1.1 200 "));
    }

    @Test
    void packsForWhoTakesIt() throws Exception {
        assertTrue(ask("GET /css/base.css", "Accept-Encoding: gzip, br").contains("Content-Encoding: gzip"));
        assertFalse(ask("GET /css/base.css", "Accept-Encoding: gzip;q=0").contains("Content-Encoding: gzip"));
        assertEquals(1, ask("GET /css/base.css").split("Vary: Accept-Encoding").length - 1);
    }
}
