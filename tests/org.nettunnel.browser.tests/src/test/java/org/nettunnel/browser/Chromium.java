package org.nettunnel.browser;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;

/// Debian's browser, in which nothing may go wrong unseen: what a page breaks of its own rules is kept.
final class Chromium implements AutoCloseable {
    static final int WIDTH = 1360;
    static final int HEIGHT = 840;
    /// Before any script of the page: each break of the content security policy is noted, and each element that the console never makes; a script that got
    /// in would say so.
    private static final String WATCH = """
            window.broken = []; window.pwned = 0; window.asking = 0;
            const ask = window.fetch;
            window.fetch = async (...what) => { window.asking++; try { return await ask(...what); } finally { window.asking--; } };
            addEventListener('securitypolicyviolation', event => window.broken.push('content security policy: ' + event.violatedDirective + ' ' + event.blockedURI + ' ' + event.sample));
            const never = 'iframe, object, embed, base, math, video, audio, mglyph, foreignObject, meta[http-equiv], form[action], '
                + 'script:not([src^="/"]), link:not([href^="/"]), [href^="javascript:" i], [src^="javascript:" i], [srcdoc]';
            const look = element => {
                if (element.nodeType !== 1) return;
                for (const one of [element, ...element.querySelectorAll('*')])
                    if (one.matches(never) || [...one.attributes].some(attribute => attribute.name.startsWith('on'))) window.broken.push('foreign markup: ' + one.outerHTML.slice(0, 200));
            };
            new MutationObserver(records => { for (const record of records) record.addedNodes.forEach(look); }).observe(document, {childList: true, subtree: true});
            """;
    private final Playwright playwright;
    private final Browser browser;
    private final List<String> complaints = new ArrayList<>();

    Chromium() {
        playwright = Playwright.create(new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = playwright.chromium().launch(new LaunchOptions().setExecutablePath(Path.of(System.getProperty("nettunnel.chromium", "/usr/bin/chromium")))
                .setArgs(List.of("--no-sandbox", "--disable-gpu")));
    }

    /// A window of its own, with cookies of its own.
    Page window(String url, ColorScheme scheme) {
        Page page = blank(url.substring(0, url.indexOf('/', url.indexOf("//") + 2) + 1), scheme, complaints);
        page.navigate(url);
        return page;
    }

    /// The same with nothing in it yet.
    ///
    /// @param own   how the addresses begin that it may ask
    /// @param heard gets what goes wrong in it
    Page blank(String own, ColorScheme scheme, List<String> heard) {
        BrowserContext context = browser.newContext(new Browser.NewContextOptions().setIgnoreHTTPSErrors(true).setColorScheme(scheme)
                .setViewportSize(WIDTH, HEIGHT).setDeviceScaleFactor(1));
        context.setDefaultTimeout(30_000);
        context.addInitScript(WATCH);
        Page page = context.newPage();
        page.onConsoleMessage(message -> {
            // an answer that is no success is told there too; what matters is how the page takes it
            if (message.type().equals("error") && !message.text().startsWith("Failed to load resource")) heard.add(message.text());
        });
        page.onRequest(request -> {
            if (request.url().startsWith("http") && !request.url().startsWith(own)) heard.add("asked elsewhere: " + request.url());
        });
        page.onPageError(error -> heard.add("uncaught: " + error));
        page.onDialog(dialog -> {
            heard.add("a script got in: " + dialog.message());
            dialog.dismiss();
        });
        return page;
    }

    /// What went wrong in any window since the last call.
    List<String> complaints(Page page) {
        return complaints(page, complaints);
    }

    /// What was heard of a page and what it says itself since the last call.
    static List<String> complaints(Page page, List<String> heard) {
        List<?> said = (List<?>) page.evaluate("() => { const said = [window.pwned, ...window.broken ?? []]; window.broken = []; return said; }");
        // asking the page brought what it had said before
        var all = new ArrayList<>(heard);
        heard.clear();
        for (Object one : said.subList(1, said.size())) all.add(String.valueOf(one));
        if (!Integer.valueOf(0).equals(said.getFirst())) all.add("a script got in");
        return all;
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
    }
}
