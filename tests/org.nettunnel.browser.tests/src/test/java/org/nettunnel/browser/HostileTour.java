package org.nettunnel.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.TimeoutError;
import org.nettunnel.system.process.ProductNode;

/// Sends hostile texts from each field of the console, and looks again at those that were taken, wherever they are shown.
///
/// @param texts   all of them
/// @param thorough whether each field is sent each text; else each form is sent one
record HostileTour(Chromium browser, ProductNode node, List<String> texts, boolean thorough, Map<String, Integer> taken, TreeSet<String> labels) {
    /// As the console's scripts name the fields that one can type in.
    private static final Pattern FIELD = Pattern.compile("(?:field|searchBox)\\('([^']+)'([^}]*)");
    private static final int TALL = 6000;
    private static final String AUDIT = "Audit";
    private static final String SEEN = "texts => { const seen = document.body.textContent + [...document.querySelectorAll('input, textarea')].map(one => one.value).join(' ');"
            + " return texts.filter(text => !seen.includes(text) && !seen.includes(JSON.stringify(text).slice(1, -1))); }";

    static HostileTour of(Chromium browser, ProductNode node, boolean thorough) {
        return new HostileTour(browser, node, Hostile.TEXTS, thorough, new TreeMap<>(), new TreeSet<>());
    }

    /// Every field of a form gets every text; then they are sent, in one field at a time.
    void visit(Console console, Form form) throws Exception {
        form.open().run();
        List<String> fields = new ArrayList<>();
        for (Locator field : form.fields(console)) {
            fields.add(Form.label(field));
            for (String text : thorough ? texts : texts.subList(0, 3)) field.fill(text);
        }
        assertTrue(!fields.isEmpty(), () -> form.name() + " has no field");
        labels.addAll(fields);
        send(console, form);
        console.closeDialogs();
        for (String field : fields) if (thorough || field.equals(form.takes().keySet().stream().findFirst().orElse(""))) visit(console, form, field);
        assertNothingGotIn(console, form.name());
    }

    private void visit(Console console, Form form, String field) throws Exception {
        var stored = new ArrayList<String>();
        boolean isOpen = false;
        for (String text : thorough ? texts : List.of(texts.get(taken.size() % texts.size()))) {
            if (!isOpen) form.open().run();
            form.fill(console, field, text);
            isOpen = !send(console, form);
            if (isOpen) continue;
            stored.add(text);
            console.closeDialogs();
        }
        console.closeDialogs();
        taken.put(form.name() + ": " + field, stored.size());
        List<String> screens = form.takes().get(field);
        if (screens == null) return;
        assertTrue(!stored.isEmpty(), () -> form.name() + " took no text as " + field);
        lookAgain(console, form.name(), stored, screens);
    }

    /// @return whether nothing was said against it
    private static boolean send(Console console, Form form) {
        Page page = console.page();
        page.evaluate("() => document.querySelectorAll('.toast, main .note').forEach(one => one.remove())");
        if (page.locator("dialog[open]").count() > 0) console.press(form.send());
        else page.locator("main button", new Page.LocatorOptions().setHasText(form.send())).first().click();
        console.settle();
        return page.locator(".toast.bad, main .note.bad, dialog[open] .note.bad, [aria-invalid]").count() == 0;
    }

    /// Each of them on each screen, in what the rows there open, and in the audit log.
    private void lookAgain(Console console, String form, List<String> stored, List<String> screens) throws Exception {
        Page page = console.page();
        page.setViewportSize(Chromium.WIDTH, TALL);
        var clients = screens.contains("Connections") ? clients() : List.<Socket>of();
        try {
            for (String screen : screens) {
                console.show(screen);
                if (screen.equals(AUDIT)) assertAudited(console, form, stored);
                else {
                    awaitSeen(page, form + " on " + screen, stored);
                    openRows(console, thorough ? texts.size() : 1);
                }
                assertNothingGotIn(console, form + " on " + screen);
            }
            if (thorough) for (String screen : console.screens()) console.show(screen);
        } finally {
            for (Socket client : clients) client.close();
            page.setViewportSize(Chromium.WIDTH, Chromium.HEIGHT);
        }
        assertNothingGotIn(console, form);
    }

    private static void awaitSeen(Page page, String where, List<String> stored) {
        try {
            page.waitForFunction(SEEN.replace("return texts.filter(", "return !texts.some("), stored);
        } catch (TimeoutError never) {
            throw new AssertionError(where + ": not seen: " + page.evaluate(SEEN, stored), never);
        }
    }

    /// Searches the entries for each of them, and opens the newest that is found.
    private static void assertAudited(Console console, String form, List<String> stored) {
        Page page = console.page();
        var missing = new ArrayList<String>();
        for (String text : stored) {
            page.waitForResponse(answer -> answer.url().contains("filter="), () -> page.locator("main input[type=search]").fill(text));
            console.settle();
            Locator found = page.locator("main tr.row");
            if (found.count() == 0 || !properties(console, found.first()).contains(text)) missing.add(text);
        }
        assertEquals(List.of(), missing, () -> form + " is not in the audit log");
    }

    /// The properties and the menu of each row, and the dialogs of it that ask before they do.
    private static void openRows(Console console, int most) {
        Page page = console.page();
        List<Locator> rows = page.locator("main tr.row").all();
        // the last list first: one that is above it chooses what it shows
        for (Locator row : rows.subList(0, Math.min(rows.size(), most)).reversed()) {
            properties(console, row);
            row.focus();
            page.keyboard().press("Delete");
            console.closeDialogs();
            row.focus();
            page.keyboard().press("Shift+F10");
            page.keyboard().press("Escape");
            console.settle(); // the row gets the focus back from its menu
        }
    }

    private static String properties(Console console, Locator row) {
        row.focus();
        console.page().keyboard().press("Enter");
        Locator open = console.page().locator("dialog[open]");
        open.waitFor();
        String said = String.valueOf(open.last().textContent());
        console.closeDialogs();
        return said;
    }

    /// A connection through each endpoint that listens.
    private List<Socket> clients() throws IOException, InterruptedException {
        var clients = new ArrayList<Socket>();
        for (var endpoint : node.api().get("/endpoints").path("endpoints"))
            if (endpoint.path("here").path("state").asText().equals("listening")) clients.add(new Socket("127.0.0.1", endpoint.path("here").path("port").asInt()));
        return clients;
    }

    /// The boxes that search what a screen shows.
    void search(Console console) {
        for (String screen : console.screens()) {
            console.show(screen);
            for (Locator box : console.page().locator("main input[type=search]").all()) {
                labels.add(Form.label(box));
                for (String text : thorough ? texts : texts.subList(0, 1)) box.fill(text);
                console.settle();
                box.fill("");
            }
        }
        assertNothingGotIn(console, "searches");
    }

    /// Fields that the console's scripts have and nobody typed in.
    List<String> missed() throws IOException {
        var missed = new TreeSet<String>();
        Path scripts = Path.of(System.getProperty("nettunnel.root"), "bundles/org.nettunnel.console/src/main/resources/org/nettunnel/console/pages/js");
        try (var files = Files.walk(scripts)) {
            for (Path script : files.filter(file -> file.toString().endsWith(".js")).toList()) {
                var field = FIELD.matcher(Files.readString(script));
                while (field.find()) if (!field.group(2).contains("choices:") && !field.group(2).contains("type: 'number'") && !field.group(2).contains("type: 'file'")) missed.add(field.group(1));
            }
        }
        assertTrue(missed.size() > 30, () -> "the fields of the console's scripts are not found: " + missed);
        missed.removeAll(labels);
        return List.copyOf(missed);
    }

    private void assertNothingGotIn(Console console, String where) {
        assertEquals(List.of(), browser.complaints(console.page()), where);
    }
}
