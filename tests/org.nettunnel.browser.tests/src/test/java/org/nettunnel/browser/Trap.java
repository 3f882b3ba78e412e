package org.nettunnel.browser;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.PlaywrightException;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.ColorScheme;

/// A page that makes markup, attributes, addresses and scripts of texts, as the console must not: what is not caught on it would be seen nowhere.
final class Trap {
    private static final String HOST = "https://trap.example/";
    /// Looks at a page that something is awaited of; a browser on a busy machine takes its time.
    private static final int PATIENCE = 200;
    /// How often a page may be led elsewhere in one look.
    private static final int LEADS = 20;
    /// Each place where people forget to escape.
    private static final List<String> PLACES = List.of("<p>TEXT</p>", "<input value=\"TEXT\">", "<input value='TEXT'>", "<a id=go href=\"TEXT\">go</a>", "<title>TEXT</title>",
            "<textarea>TEXT</textarea>", "<!-- TEXT -->", "<script>const quoted = `TEXT`;</script>", "<div id=later></div><script>document.getElementById('later').innerHTML = \"TEXT\";</script>");
    private final Chromium browser;
    private final String policy;

    /// @param headers of the console's page, whose policy the trap has too when it is guarded
    Trap(Chromium browser, Map<String, String> headers) {
        this.browser = browser;
        policy = headers.getOrDefault("content-security-policy", "");
    }

    /// What is caught when such a page shows the text, at whichever place.
    List<String> caught(String text) {
        var caught = new ArrayList<String>();
        for (String place : PLACES) {
            for (boolean guarded : List.of(false, true)) caught.addAll(open(place.replace("TEXT", text), guarded));
            if (!caught.isEmpty()) break;
        }
        return caught;
    }

    /// What is caught on a page of this markup.
    List<String> open(String markup, boolean guarded) {
        return open(markup, guarded, List::isEmpty, 1);
    }

    /// Whether such a complaint is caught on a page of this markup, before long.
    boolean catches(Predicate<String> complaint, String markup, boolean guarded) {
        return open(markup, guarded, caught -> caught.stream().noneMatch(complaint), PATIENCE).stream().anyMatch(complaint);
    }

    private List<String> open(String markup, boolean guarded, Predicate<List<String>> isWanting, int looks) {
        var heard = new ArrayList<String>();
        Page page = browser.blank(HOST, ColorScheme.LIGHT, heard);
        try {
            page.route("**/*", route -> {
                if (!route.request().url().startsWith(HOST)) route.abort();
                else route.fulfill(new Route.FulfillOptions().setContentType("text/html; charset=utf-8")
                        .setHeaders(guarded ? Map.of("content-security-policy", policy) : Map.of()).setBody("<!doctype html><body>" + markup));
            });
            page.navigate(HOST);
            if (page.locator("#go").count() > 0) page.evaluate("() => document.getElementById('go').click()");
            var caught = new ArrayList<String>();
            for (int look = 0; look < looks && isWanting.test(caught); look++) caught.addAll(look(page, heard));
            return caught;
        } finally {
            page.context().close();
        }
    }

    private static List<String> look(Page page, List<String> heard) {
        for (int tries = 0;; tries++) try {
            page.evaluate("() => new Promise(done => setTimeout(done, 60))");
            return Chromium.complaints(page, heard);
        } catch (PlaywrightException gone) {
            // the text led the page elsewhere while it was looked at: what was heard stays, and there is another page to look at
            if (tries == LEADS || !String.valueOf(gone.getMessage()).contains("Execution context was destroyed")) throw gone;
        }
    }
}
