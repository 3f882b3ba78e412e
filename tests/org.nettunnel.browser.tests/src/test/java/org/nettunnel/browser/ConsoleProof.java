package org.nettunnel.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.Pattern;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.MouseButton;
import com.microsoft.playwright.options.WaitForSelectorState;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.TestMethodOrder;
import org.nettunnel.system.process.Product;
import org.nettunnel.system.process.ProductNode;
import org.nettunnel.system.server.OwnServer;

/// Two nodes, one browser: from the first start to a page that comes through the tunnel, then every screen.
@TestInstance(Lifecycle.PER_CLASS)
@TestMethodOrder(OrderAnnotation.class)
class ConsoleProof {
    private static final boolean SHORT = "short".equals(System.getProperty("nettunnel.scale"));
    private static final int MANY = SHORT ? 300 : 10_000;
    private static final String LOOKS = "() => performance.getEntriesByType('resource').filter(one => one.name.includes('/api/v1/streams')).length";
    private static final Pattern CODE = Pattern.compile("\\s([0-9A-Z]{2}(?:-[0-9A-Z]{2}){7})\\s");
    private static final String PAGE = "<!doctype html><title>behind</title><h1>behind the tunnel</h1>";
    private final ProductNode outer = ProductNode.of("outer", Product.find()).withoutUser();
    private final ProductNode inner = ProductNode.of("inner", Product.find()).withoutUser();
    private final OwnServer web = OwnServer.of(socket -> {
        socket.getInputStream().read(new byte[4096]);
        socket.getOutputStream().write(("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\nContent-Length: " + PAGE.length() + "\r\n\r\n" + PAGE)
                .getBytes(StandardCharsets.US_ASCII));
    });
    private final Chromium browser = new Chromium();
    private Console atOuter = new Console(null);
    private Console atInner = new Console(null);
    private boolean working;
    private int port;

    ConsoleProof() throws IOException {
    }

    @BeforeAll
    void startTheNodes() throws Exception {
        Files.createDirectories(Console.PICTURES);
        outer.launch();
        inner.launch();
        outer.awaitReady();
        inner.awaitReady();
    }

    @AfterAll
    void end() throws IOException {
        browser.close();
        outer.close();
        inner.close();
        web.close();
    }

    @Test
    @Order(1)
    void aNewNodeBecomesAWorkingTunnelByTheBrowserAlone() throws Exception {
        atOuter = Console.of(browser, outer, ColorScheme.LIGHT);
        atOuter.page().locator(".gate h1").waitFor();
        atOuter.picture("set-up");
        atOuter.setUp(code(outer));
        atInner = Console.of(browser, inner, ColorScheme.DARK).setUp(code(inner));
        atOuter.press("Create tunnel");
        atOuter.press("Next");
        atOuter.field("Name").fill("Office");
        atOuter.press("Make the invite");
        String invite = atOuter.page().locator("dialog .secret code").textContent();
        assertEquals(invite, QrCode.read(atOuter.page().locator("dialog canvas.qr")), "the QR code");
        atOuter.picture("invite");
        assertEquals(List.of(), Axe.findings(atOuter.page()), "the invite");
        accept(invite);
        atOuter.page().getByText("The tunnel is up").waitFor();
        atOuter.press("Done");
        addEndpoint();
        port = port();
        Page visitor = atOuter.page().context().newPage();
        visitor.navigate("http://127.0.0.1:" + port + "/");
        assertEquals("behind the tunnel", visitor.locator("h1").textContent());
        visitor.close();
        assertNothingWrong();
        working = true;
    }

    /// Without a tunnel every further test would only wait in vain.
    @BeforeEach
    void theTunnelWorks(TestInfo test) {
        if (test.getTestMethod().orElseThrow().getAnnotation(Order.class).value() > 1) assumeTrue(working, "the first test made no working tunnel");
    }

    /// As the node printed it at its first start.
    private static String code(ProductNode node) {
        var code = CODE.matcher(node.log());
        assertTrue(code.find(), () -> "the node printed no setup code: " + node.log());
        return code.group(1);
    }

    private void accept(String invite) {
        atInner.press("Create tunnel");
        atInner.page().getByText("Accept an invite").click();
        atInner.press("Next");
        atInner.field("Invite").fill(invite);
        atInner.press("Accept");
        atInner.page().getByText("The tunnel is up").waitFor();
        atInner.press("Done");
    }

    private void addEndpoint() throws IOException {
        atOuter.show("Tunnels");
        atOuter.row("Office").click();
        atOuter.press("Add inbound");
        atOuter.field("Name").fill("Website");
        atOuter.field("Port").fill("0");
        atOuter.field("Target").fill("127.0.0.1:" + web.port());
        atOuter.press("Check port and target");
        atOuter.page().getByText("Any free port of 127.0.0.1 will do.").waitFor();
        atOuter.press("Add endpoint");
        atOuter.page().getByText("The other node connected to 127.0.0.1:" + web.port()).waitFor();
        atOuter.picture("endpoint");
        assertEquals(List.of(), Axe.findings(atOuter.page()), "the new endpoint");
        atOuter.press("Done");
        atOuter.row("Website").getByText("Ready").waitFor();
    }

    /// As the list says where the endpoint listens.
    private int port() {
        String listens = atOuter.row("Website").locator("td").nth(2).textContent();
        return Integer.parseInt(listens.substring(listens.lastIndexOf(':') + 1));
    }

    @Test
    @Order(2)
    void everyScreenOpensAndKeepsNobodyOut() throws Exception {
        var day = Workday.begin(outer, inner, SHORT ? 1 : 150);
        try {
            for (Console console : SHORT ? List.of(atOuter) : List.of(atOuter, atInner)) {
                List<String> screens = console.screens();
                assertTrue(screens.containsAll(List.of("Overview", "Tunnels", "Connections", "Audit", "Bundles", "Settings", "Backup", "About")), screens.toString());
                for (String screen : screens) {
                    console.show(screen);
                    if (screen.equals("Tunnels")) console.row("Warehouse").click();
                    assertEquals(0, console.page().locator(".toast.bad").count(), () -> screen + ": " + console.page().locator(".toast.bad").first().textContent());
                    console.picture(screen.toLowerCase().replace(' ', '-') + (console == atOuter ? "" : "-dark"));
                    assertEquals(List.of(), Axe.findings(console.page()), screen);
                }
            }
        } finally {
            day.end();
        }
        assertNothingWrong();
    }

    @Test
    @Order(3)
    void aConnectionIsSeenAndCut() throws Exception {
        try (var client = new Socket("127.0.0.1", port)) {
            atOuter.show("Connections");
            Locator row = atOuter.row("127.0.0.1:" + client.getLocalPort());
            row.waitFor();
            row.click(new Locator.ClickOptions().setButton(MouseButton.RIGHT));
            atOuter.page().getByRole(AriaRole.MENUITEM, new Page.GetByRoleOptions().setName("Disconnect…")).click();
            atOuter.press("Disconnect");
            client.setSoTimeout(20_000);
            assertTrue(Deeds.isCut(client), "the client was not cut off");
            row.waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.DETACHED));
        }
        assertNothingWrong();
    }

    @Test
    @Order(4)
    void aColleagueJoinsByTheInviteAndSeesWhatIsGranted() throws Exception {
        assumeTrue(atOuter.screens().contains("Users"), "this node has no users to manage");
        atOuter.show("Users");
        atOuter.press("Add user");
        atOuter.field("Name").fill("anna");
        atOuter.press("Grant on a tunnel");
        atOuter.picture("user");
        assertEquals(List.of(), Axe.findings(atOuter.page()), "a new user");
        atOuter.press("Add user");
        atOuter.press("Make the invite");
        String link = atOuter.page().locator("dialog .secret code").first().textContent();
        atOuter.press("Done");
        var anna = new Console(browser.window(link, ColorScheme.LIGHT));
        anna.field("Choose a password").fill("a battery that is correct");
        anna.field("Password again").fill("a battery that is correct");
        anna.press("Join");
        anna.awaitHeading("Overview");
        for (String hidden : List.of("Users", "Audit", "Settings", "Bundles", "Backup")) assertFalse(anna.screens().contains(hidden), hidden);
        anna.show("Tunnels");
        anna.row("Office").waitFor();
        assertEquals(List.of(), browser.complaints(anna.page()));
        anna.page().close();
    }

    @Test
    @Order(5)
    void whatEachScreenIsForIsDoneThere() throws Exception {
        var deeds = new Deeds(atOuter, inner);
        deeds.examinesTheWay();
        deeds.verifiesTheAuditLog();
        deeds.makesAToken();
        deeds.changesASetting();
        deeds.makesABackup();
        try (var client = new Socket("127.0.0.1", port)) {
            deeds.asksWhyItIsSlow("127.0.0.1:" + client.getLocalPort());
        }
        assertNothingWrong();
    }

    @Test
    @Order(6)
    void theOtherEndIsSteeredThroughTheTunnel() throws Exception {
        var deeds = new Deeds(atOuter, inner);
        deeds.logsInAtTheOtherEnd("Office");
        atOuter.picture("other-end");
        assertEquals(List.of(), Axe.findings(atOuter.page()), "the other end");
        deeds.looksAroundThere();
        deeds.addsAnEndpointThere("127.0.0.1:" + web.port());
        deeds.removesAnEndpointThere();
        new Deeds(atInner, outer).triesAnotherAddressOut(outer.port());
        assertNothingWrong();
    }

    @Test
    @Order(7)
    void aTelephoneShowsEverythingToo() throws Exception {
        Page page = atOuter.page();
        page.setViewportSize(390, 844);
        try {
            for (String screen : List.of("Overview", "Tunnels", "Settings", "Log")) {
                atOuter.show(screen);
                atOuter.picture(screen.toLowerCase() + "-narrow");
                assertEquals(List.of(), Axe.findings(page), screen + " on a narrow screen");
                assertEquals(0, page.evaluate("() => { const main = document.getElementById('main'); return Math.max(0, main.scrollWidth - main.clientWidth); }"), screen + " is wider than the screen");
            }
        } finally {
            page.setViewportSize(Chromium.WIDTH, Chromium.HEIGHT);
        }
    }

    @Test
    @Order(8)
    void theKeyboardAloneReachesEveryAction() {
        Page page = atOuter.page();
        atOuter.show("Tunnels");
        atOuter.row("Office").waitFor();
        page.reload();
        if (page.locator(".gate").count() > 0) atOuter.logIn();
        page.locator("main h1").waitFor();
        new Deeds(atOuter, inner).worksByTheKeyboardAlone("Office");
    }

    @Test
    @Order(9)
    void thousandsOfConnectionsAreAListLikeAnyOther() throws Exception {
        Page page = atOuter.page();
        atOuter.show("Overview");
        try (var streams = new Streams(outer, "Office", MANY)) {
            page.evaluate("() => performance.clearResourceTimings()");
            long start = System.nanoTime();
            atOuter.go("Connections");
            page.getByText("200 of " + Forms.number(MANY) + " connections").waitFor();
            long shown = Forms.millisSince(start);
            int looks = (Integer) page.evaluate(LOOKS);
            assertTrue(looks <= 2 + shown / 2_000, looks + " requests in " + shown + " ms: only what is shown is asked for");
            int rows = page.locator("tr.row").count();
            assertTrue(rows < 100, rows + " rows are elements");
            start = System.nanoTime();
            page.getByRole(AriaRole.SEARCHBOX).fill(streams.last());
            page.getByText("1 connection found").waitFor();
            long found = Forms.millisSince(start);
            atOuter.row(streams.last()).waitFor();
            page.getByRole(AriaRole.SEARCHBOX).fill("");
            page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Received").setExact(true)).click();
            page.getByText("200 of " + Forms.number(MANY) + " connections").waitFor();
            assertTrue(shown < 15_000 && found < 15_000, MANY + " connections took " + shown + " ms to be shown and one " + found + " ms to be found");
            figure(Forms.number(MANY) + " connections shown in " + shown + " ms as " + rows + " rows, one found in " + found + " ms");
        }
        assertNothingWrong();
    }

    @Test
    @Order(10)
    void whatATextWouldDoIsCaughtWhereAPageMakesMarkupOfIt() {
        var trap = new Trap(browser, atOuter.page().request().get("https://127.0.0.1:" + outer.port() + "/").headers());
        assertEquals(List.of(), trap.open("<p>nothing</p>", false));
        assertTrue(trap.catches("a script got in: 1"::equals, "<script>alert(1)</script>", false), "a dialog");
        assertTrue(trap.catches("a script got in"::equals, "<script>window.pwned=1</script>", false), "a global");
        assertTrue(trap.catches("asked elsewhere: https://attacker.example/"::equals, "<img src=https://attacker.example/>", false), "a request");
        assertTrue(trap.catches(one -> one.startsWith("content security policy: style-src"), "<p style='color:red'>red</p>", true), "a report");
        for (String text : SHORT ? Hostile.TEXTS.subList(0, 2) : Hostile.TEXTS) assertFalse(trap.caught(text).isEmpty(), () -> "nothing is caught of " + text);
    }

    @Test
    @Order(11)
    void hostileTextIsTextInEveryFieldAndWhereverItIsShown() throws Exception {
        var tour = HostileTour.of(browser, outer, !SHORT);
        var forms = new Forms(browser, atOuter, List.of(outer, inner), "127.0.0.1:" + web.port());
        forms.prepare();
        atInner.show("Log");
        tour.search(atOuter);
        for (List<Form> part : List.of(forms.ofTunnels(), forms.ofEndpoints(), forms.ofTheOtherEnd(), forms.ofUsers(), forms.ofTheNode()))
            for (Form form : part) {
                tour.visit(atOuter, form);
                for (String screen : SHORT ? List.<String>of() : List.of("Tunnels", "Audit", "Log")) atInner.show(screen);
                assertNothingWrong();
                forms.clear();
            }
        tour.visit(atOuter, forms.theLoginThere());
        var gate = forms.gate();
        for (Form form : forms.ofTheGate(gate)) tour.visit(gate, form);
        for (String screen : List.of("Tunnels", "Audit")) atInner.show(screen);
        assertNothingWrong();
        assertEquals(List.of(), tour.missed(), "fields in which nobody typed");
        figure((SHORT ? "one of 30" : "30") + " hostile texts, " + tour.labels().size() + " kinds of fields, taken and shown as text: " + tour.taken().values().stream().mapToInt(Integer::intValue).sum());
        tour.taken().forEach((field, count) -> System.out.println("taken: " + count + " " + field));
    }

    private void assertNothingWrong() {
        for (Console console : List.of(atOuter, atInner)) assertEquals(List.of(), browser.complaints(console.page()));
    }

    private static void figure(String words) {
        System.out.println("figure: " + words);
    }
}
