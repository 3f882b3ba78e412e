package org.nettunnel.browser;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.MouseButton;
import org.nettunnel.system.process.ProductNode;

/// The console of a node, as a person sees it: by the words on it.
record Console(Page page) {
    static final Path PICTURES = Path.of(System.getProperty("nettunnel.pictures"));
    static final String PASSWORD = "correct horse battery staple";

    static Console of(Chromium browser, ProductNode node, ColorScheme scheme) {
        return new Console(browser.window("https://127.0.0.1:" + node.port() + "/", scheme));
    }

    Console setUp(String code) {
        if (page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName("Log in")).or(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName("Set up this node"))).first().textContent().equals("Log in"))
            press("First start? Set up this node");
        field("Setup code").fill(code);
        field("Your user name").fill("root");
        field("Password").fill(PASSWORD);
        field("Password again").fill(PASSWORD);
        press("Set up");
        awaitHeading("Overview");
        return this;
    }

    Console logIn() {
        field("User").fill("root");
        field("Password").fill(PASSWORD);
        press("Log in");
        page.locator(".shell main h1").waitFor();
        return this;
    }

    void go(String screen) {
        page.getByRole(AriaRole.NAVIGATION).getByRole(AriaRole.LINK, new Locator.GetByRoleOptions().setName(screen)).first().click();
    }

    /// Goes there and waits until it is drawn.
    void show(String screen) {
        go(screen);
        page.locator("nav a[aria-current=page]", new Page.LocatorOptions().setHasText(screen)).waitFor();
        settle();
    }

    void awaitHeading(String words) {
        page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName(words).setExact(true).setLevel(1)).waitFor();
    }

    /// The screens that are offered, by their words.
    List<String> screens() {
        var names = new ArrayList<String>();
        for (Locator link : page.locator("nav a:not(.brand)").all()) names.add(String.valueOf(link.evaluate("link => [...link.childNodes].filter(node => node.nodeType === 3).map(node => node.data).join('')")));
        return names;
    }

    /// In the dialog that is open, else on the page.
    Locator field(String label) {
        Locator open = page.locator("dialog[open]").last();
        return open.count() > 0 ? open.getByLabel(label, new Locator.GetByLabelOptions().setExact(true)) : page.getByLabel(label, new Page.GetByLabelOptions().setExact(true));
    }

    void press(String words) {
        button(words).click();
    }

    Locator button(String words) {
        Locator open = page.locator("dialog[open]").last();
        var options = new Locator.GetByRoleOptions().setName(words).setExact(true);
        return open.count() > 0 ? open.getByRole(AriaRole.BUTTON, options) : page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(words).setExact(true)).first();
    }

    Locator row(String words) {
        return page.locator("tr.row", new Page.LocatorOptions().setHasText(words)).first();
    }

    /// Until nothing is under way that somebody pressed a button for, and what came of it is drawn.
    void settle() {
        page.waitForFunction("() => window.asking === 0 && !document.querySelector('dialog[open] footer button:disabled, main .button.first:disabled')");
        page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))");
    }

    /// The menu of a row, and in it this.
    void choose(Locator row, String action) {
        row.click(new Locator.ClickOptions().setButton(MouseButton.RIGHT));
        page.getByRole(AriaRole.MENUITEM, new Page.GetByRoleOptions().setName(action).setExact(true)).click();
    }

    void picture(String name) {
        page.screenshot(new Page.ScreenshotOptions().setPath(PICTURES.resolve(name + ".png")));
    }

    void closeDialogs() {
        while (page.locator("dialog[open]").count() > 0) page.locator("dialog[open]").last().getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Close")).first().click();
    }
}
