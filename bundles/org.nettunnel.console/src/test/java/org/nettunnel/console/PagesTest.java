package org.nettunnel.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;

class PagesTest {
    private static final Pattern IMPORT = Pattern.compile("(?:from|import)\\s*\\(?\\s*['\"]([./][^'\"]+)['\"]");
    private static final Pattern REFERENCE = Pattern.compile("(?:src|href)=\"(/[^\"]+)\"");
    /// What makes markup or code of text; each of them is how a name becomes a script.
    private static final Pattern DANGEROUS = Pattern.compile("innerHTML|outerHTML|insertAdjacentHTML|document\\.write|eval\\(|new Function|srcdoc|javascript:|setAttribute\\('style'");

    private static Map<String, Page> pages() throws IOException {
        return Pages.read((_, path) -> PagesTest.class.getResource("/" + path));
    }

    private static String text(Page page) {
        return new String(page.plain(), StandardCharsets.UTF_8);
    }

    @Test
    void everyFileOfTheFolderIsOnTheListAndTheOtherWayRound() throws Exception {
        Path folder = Path.of(PagesTest.class.getResource("/org/nettunnel/console/pages/index.html").toURI()).getParent();
        var found = new TreeSet<String>();
        try (var files = Files.walk(folder)) {
            files.filter(Files::isRegularFile).forEach(file -> found.add(folder.relativize(file).toString().replace('\\', '/')));
        }
        assertEquals(found, new TreeSet<>(Pages.OWN));
    }

    @Test
    void everythingThatAPageAsksForIsServed() throws Exception {
        Map<String, Page> pages = pages();
        var missing = new ArrayList<String>();
        for (String name : Pages.OWN) {
            String page = text(pages.get("/" + name));
            for (Pattern pattern : List.of(IMPORT, REFERENCE)) {
                for (var wanted = pattern.matcher(page); wanted.find();) {
                    String path = URI.create("/" + name).resolve(wanted.group(1)).getPath();
                    if (!path.endsWith("/") && !pages.containsKey(path)) missing.add(name + " asks for " + path);
                }
            }
        }
        assertEquals(List.of(), missing);
    }

    @Test
    void noPageMakesMarkupOfText() throws Exception {
        var found = new ArrayList<String>();
        for (var page : pages().entrySet()) {
            var dangerous = DANGEROUS.matcher(text(page.getValue()));
            while (dangerous.find()) found.add(page.getKey() + ": " + dangerous.group());
        }
        assertEquals(List.of(), found);
        assertTrue(DANGEROUS.matcher("place.innerHTML = name").find());
    }

    @Test
    void noPageNamesAnotherPlaceOfTheNetwork() throws Exception {
        for (String name : Pages.OWN) {
            String page = text(pages().get("/" + name)).replace("http://www.w3.org/2000/svg", "").replaceAll("https?://(USER@|user@)?(host|HOST|example\\.org)", "");
            assertFalse(Pattern.compile("['\"(]https?://[a-z]").matcher(page).find(), name);
        }
    }

    @Test
    void theFirstPageHasNothingInline() throws Exception {
        String first = text(pages().get("/"));
        assertFalse(first.contains("<style"), first);
        assertFalse(first.contains(" style="), first);
        assertEquals(1, first.split("<script").length - 1);
        assertTrue(first.contains("<script type=\"module\" src=\"/js/main.js\"></script>"), first);
    }

    @Test
    void aConsoleWithoutItsChartsIsServedAllTheSame() throws Exception {
        Map<String, Page> pages = Pages.read((_, _) -> null);
        assertTrue(pages.containsKey("/"));
        assertFalse(pages.containsKey("/lib/uplot.js"));
    }

    @Test
    void modulesAreShortEnoughToRead() throws Exception {
        for (String name : Pages.OWN) assertTrue(text(pages().get("/" + name)).lines().count() <= 350, name);
    }
}
