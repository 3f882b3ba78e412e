package org.nettunnel.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.WaitForSelectorState;
import org.nettunnel.system.process.ProductNode;

/// What people come to a screen for, done there against a running node.
record Deeds(Console console, ProductNode peer) {
    private static final String THERE = "Made there";

    private Page page() {
        return console.page();
    }

    private static Locator.WaitForOptions long_() {
        return new Locator.WaitForOptions().setTimeout(90_000);
    }

    static boolean isCut(Socket client) throws IOException {
        try {
            return client.getInputStream().read() < 0;
        } catch (SocketException reset) {
            return true;
        }
    }

    void examinesTheWay() {
        console.show("Doctor");
        console.awaitHeading("Doctor");
        console.field("Address").fill("127.0.0.1:" + peer.port());
        console.press("Examine");
        page().getByText("All is well.").waitFor(long_());
        assertTrue(page().locator(".checks .good").count() >= 5, () -> page().locator(".checks").textContent());
    }

    void verifiesTheAuditLog() {
        console.show("Audit");
        console.awaitHeading("Audit");
        console.press("Verify");
        page().locator(".note.good").waitFor();
        Locator row = page().locator("tr.row").first();
        row.focus();
        page().keyboard().press("Enter");
        page().locator("dialog[open]").getByText("Hash").waitFor();
        console.closeDialogs();
    }

    void makesAToken() {
        console.show("Your account");
        console.awaitHeading("Your account");
        console.press("New token");
        console.field("Name").fill("a script");
        console.press("Make token");
        String token = page().locator("dialog .secret code").textContent();
        assertTrue(token.startsWith("ntp_"), "no token is shown");
        console.press("Done");
        page().locator("main tr", new Page.LocatorOptions().setHasText("a script")).getByText("never").waitFor();
        console.press("Revoke…");
        console.press("Revoke");
        page().getByText("No token").waitFor();
    }

    void changesASetting() {
        console.show("Settings");
        console.awaitHeading("Settings");
        Locator level = page().getByLabel("log.level", new Page.GetByLabelOptions().setExact(true));
        Locator names = page().getByLabel("node.names", new Page.GetByLabelOptions().setExact(true));
        names.fill("as many as it likes");
        console.press("Save changes");
        page().locator(".toast.bad").getByText("as many as it likes").waitFor();
        names.fill("");
        level.selectOption("debug");
        console.press("Save changes");
        page().locator(".toast:not(.bad)").getByText("Saved").waitFor();
        page().reload();
        console.awaitHeading("Settings");
        assertEquals("debug", level.inputValue());
        level.selectOption("");
        console.press("Save changes");
        page().locator(".toast:not(.bad)").getByText("Saved").waitFor();
    }

    void makesABackup() throws IOException {
        console.show("Backup");
        console.awaitHeading("Backup and import");
        console.field("Passphrase again").fill("a passphrase that is long");
        page().getByLabel("Passphrase", new Page.GetByLabelOptions().setExact(true)).first().fill("a passphrase that is long");
        Download saved = page().waitForDownload(new Page.WaitForDownloadOptions().setTimeout(90_000), () -> console.press("Make a backup"));
        Path file = saved.path();
        assertTrue(Files.size(file) > 500, "the backup is empty");
        page().locator("input[type=file]").first().setInputFiles(file);
        page().getByLabel("Passphrase", new Page.GetByLabelOptions().setExact(true)).nth(1).fill("a passphrase that is long");
        console.press("See what would change");
        page().getByText("Restore…").waitFor(long_());
    }

    void asksWhyItIsSlow(String client) {
        console.show("Connections");
        Locator row = console.row(client);
        row.waitFor();
        console.choose(row, "Why is it slow?");
        page().locator("dialog .verdict").waitFor();
        console.closeDialogs();
    }

    void logsInAtTheOtherEnd(String tunnel) {
        console.show("Tunnels");
        console.choose(console.row(tunnel), "The other end…");
        console.awaitHeading("The other end of " + tunnel);
        console.field("User there").fill("root");
        console.field("Password there").fill("this is not the password");
        console.press("Log in there");
        page().locator("main .note.bad").waitFor();
        console.field("Password there").fill(Console.PASSWORD);
        console.press("Log in there");
        page().getByText("You are root there, an administrator").waitFor();
        console.row("Website").waitFor();
    }

    void addsAnEndpointThere(String target) {
        console.press("Add inbound");
        console.field("Name").fill(THERE);
        console.field("Port").fill("0");
        console.field("Target").fill(target);
        console.press("Add endpoint");
        page().locator("dialog .checks .good").nth(1).waitFor();
        console.press("Done");
        console.row(THERE).waitFor();
        console.press("Back to this node");
        console.awaitHeading("Tunnels and endpoints");
        console.row(THERE).getByText("Outbound").waitFor();
    }

    /// Another name for the same place, which the tunnel comes back with.
    void triesAnotherAddressOut(int port) {
        console.show("Tunnels");
        console.choose(console.row("Office"), "Properties");
        console.press("Change…");
        console.field("Addresses of the other node").fill("localhost:" + port);
        console.press("See what becomes of it");
        page().getByText("It is made on trial").waitFor();
        console.press("Apply");
        page().locator("dialog").getByText("the change stands").waitFor(long_());
        console.press("Done");
        console.row("Office").getByText("localhost:" + port).waitFor(long_());
    }

    /// The same screens as here, pointed there.
    void looksAroundThere() {
        for (String part : List.of("Connections", "Users", "Log", "Settings", "Bundles", "Audit")) {
            page().getByRole(AriaRole.TAB, new Page.GetByRoleOptions().setName(part)).click();
            page().getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName(part.equals("Connections") ? "Live connections" : part).setExact(true).setLevel(2)).waitFor(long_());
        }
        page().getByRole(AriaRole.TAB, new Page.GetByRoleOptions().setName("Tunnels and endpoints")).click();
        console.row("Website").waitFor();
    }

    /// The login there still holds.
    void removesAnEndpointThere() {
        console.choose(console.row("Office"), "The other end…");
        console.choose(console.row(THERE), "Delete endpoint…");
        console.press("Delete endpoint");
        console.row(THERE).waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.DETACHED));
        console.press("Log out there");
        console.field("User there").waitFor();
        console.show("Tunnels");
        console.row(THERE).waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.DETACHED));
    }

    /// From a page that was just loaded.
    void worksByTheKeyboardAlone(String tunnel) {
        page().keyboard().press("Tab");
        assertEquals("Skip to the screen", page().evaluate("() => document.activeElement.textContent"));
        page().keyboard().press("Enter");
        assertEquals("main", page().evaluate("() => document.activeElement.id"));
        console.show("Tunnels");
        console.row(tunnel).focus();
        page().keyboard().press("Shift+F10");
        Locator menu = page().getByRole(AriaRole.MENU);
        menu.waitFor();
        page().keyboard().press("End");
        page().keyboard().press("Escape");
        assertEquals(0, menu.count());
        console.row(tunnel).focus();
        page().keyboard().press("Enter");
        page().locator("dialog[open]").waitFor();
        page().keyboard().press("Escape");
        assertEquals(0, page().locator("dialog[open]").count());
    }
}
