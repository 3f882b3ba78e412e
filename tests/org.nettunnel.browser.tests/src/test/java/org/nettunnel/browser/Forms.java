package org.nettunnel.browser;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.FilePayload;
import org.nettunnel.system.process.ProductNode;

/// Each place of the console where people type, with what makes the rest of it valid.
final class Forms {
    /// Endpoints and tunnels that are there before and after.
    static final String TUNNEL = "Office";
    static final String ENDPOINT = "Website";
    /// Dials nobody, and may be changed at will.
    static final String SPARE = "Spare";
    static final String USER = "eve";
    private static final String NOBODY = "127.0.0.1:1";
    private final Chromium browser;
    private final Console console;
    private final ProductNode node;
    private final ProductNode peer;
    private final String target;
    private int made;

    /// @param target that takes connections
    Forms(Chromium browser, Console console, List<ProductNode> nodes, String target) {
        this.browser = browser;
        this.console = console;
        this.node = nodes.getFirst();
        this.peer = nodes.getLast();
        this.target = target;
    }

    /// As the console writes it.
    static String number(int number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    static long millisSince(long start) {
        return (System.nanoTime() - start) / 1_000_000;
    }

    private Page page() {
        return console.page();
    }

    private String once(String start) {
        return start + ++made;
    }

    private String invite() {
        try {
            return peer.api().post("/invites", Map.of("name", once("invite"), "addresses", List.of(NOBODY))).path("invite").asText();
        } catch (Exception broken) {
            throw new AssertionError(broken);
        }
    }

    /// What the forms need to be there.
    void prepare() throws Exception {
        node.api().post("/tunnels", Map.of("invite", invite(), "name", SPARE));
        clear();
        node.api().post("/users", Map.of("name", USER, "role", "limited", "grants",
                Map.of("tunnels", List.of(Map.of("tunnel", TUNNEL, "acts", List.of("see", "endpoints"), "ports", List.of("9000"), "targets", List.of("10.0.0.0/8:80"))))));
    }

    List<Form> ofTunnels() {
        return List.of(
                Form.of("Make an invite", "Make the invite", () -> {
                    console.show("Tunnels");
                    console.press("Create tunnel");
                    console.press("Next");
                }).with("Name", () -> once("tunnel")).with("Where the other node reaches this one", NOBODY).shaped("Where the other node reaches this one", text -> text + ":80")
                        .takes("Name", "Tunnels", "Audit"),
                Form.of("Accept an invite", "Accept", () -> {
                    console.show("Tunnels");
                    console.press("Create tunnel");
                    page().locator("dialog[open]").getByText("Accept an invite", new Locator.GetByTextOptions().setExact(true)).click();
                    console.press("Next");
                    page().locator("dialog summary").click();
                }).with("Invite", this::invite).with("Name here", () -> once("tunnel")).with("Proxy", "http://me@" + NOBODY).with("Password of the proxy", "secret")
                        .shaped("Proxy", text -> "http://" + text + "@" + NOBODY).takes("Name here", "Tunnels", "Audit").takes("Password of the proxy"),
                Form.of("Log in at the other node", "Make the tunnel", () -> {
                    console.show("Tunnels");
                    console.press("Create tunnel");
                    page().locator("dialog[open]").getByText("Log in at the other node", new Locator.GetByTextOptions().setExact(true)).click();
                    console.press("Next");
                    console.field("Address of the other node").waitFor();
                }).with("Address of the other node", NOBODY).with("User there", "nobody").with("Password there", "no password at all").with("Name", () -> once("tunnel"))
                        .shaped("Address of the other node", text -> text + ":80"),
                Form.of("Change a tunnel", "See what becomes of it", () -> {
                    console.show("Tunnels");
                    console.choose(console.row(SPARE), "Properties");
                    console.press("Change…");
                    page().locator("dialog[open] h2", new Page.LocatorOptions().setHasText("Change ")).waitFor();
                }).with("Addresses of the other node", NOBODY).with("Proxy", "http://me@" + NOBODY).with("Password of the proxy", "secret")
                        .shaped("Addresses of the other node", text -> text + ":80").shaped("Proxy", text -> "http://" + text + "@" + NOBODY));
    }

    private Form endpoint(String name, String send, Runnable open, String... shownOn) {
        return Form.of(name, send, open).with("Name", () -> once("endpoint")).with("Listen on", "127.0.0.1").with("Port", "0").with("Target", target)
                .shaped("Target", text -> text + ":80").takes("Name", shownOn);
    }

    private void edit() {
        Locator row = page().locator("section[aria-label^='Endpoints'] tr.row").first();
        console.choose(row, "Edit…");
    }

    List<Form> ofEndpoints() {
        return List.of(endpoint("Add an endpoint", "Add endpoint", () -> {
            console.show("Tunnels");
            console.row(TUNNEL).click();
            console.press("Add inbound");
        }, "Tunnels", "Connections", "Audit"), endpoint("Edit an endpoint", "Save", () -> {
            console.show("Tunnels");
            console.row(TUNNEL).click();
            edit();
        }, "Audit"));
    }

    /// Of whoever is logged in at the other end.
    List<Form> ofTheOtherEnd() {
        return List.of(endpoint("Add an endpoint at the other end", "Add endpoint", () -> {
            otherEnd();
            console.press("Add inbound");
        }, "Tunnels", "Audit"), endpoint("Edit an endpoint at the other end", "Save", () -> {
            otherEnd();
            edit();
        }), Form.of("Change a tunnel at the other end", "See what becomes of it", () -> {
            otherEnd();
            console.choose(console.row(TUNNEL), "Properties");
            console.press("Change…");
            page().locator("dialog[open] h2", new Page.LocatorOptions().setHasText("Change ")).waitFor();
        }));
    }

    private void otherEnd() {
        console.show("Tunnels");
        console.choose(console.row(TUNNEL), "The other end…");
        console.awaitHeading("The other end of " + TUNNEL);
        page().locator("main form input, main tr.row").first().waitFor();
        if (page().locator("main tr.row").count() == 0) {
            console.field("User there").fill("root");
            console.field("Password there").fill(Console.PASSWORD);
            console.press("Log in there");
        }
        console.row(TUNNEL).waitFor();
    }

    Form theLoginThere() {
        return Form.of("Log in at the other end", "Log in there", () -> {
            console.show("Tunnels");
            console.choose(console.row(TUNNEL), "The other end…");
            console.awaitHeading("The other end of " + TUNNEL);
            page().locator("main form input, main tr.row").first().waitFor();
            if (page().locator("main tr.row").count() > 0) console.press("Log out there");
            console.field("User there").waitFor();
        }).at("main").with("User there", "nobody").with("Password there", "no password at all");
    }

    List<Form> ofUsers() {
        return List.of(Form.of("Add a user", "Add user", () -> {
            console.show("Users");
            console.press("Add user");
            console.press("Grant on a tunnel");
            page().locator("dialog[open]").getByLabel("Own endpoints").check();
        }).with("Name", () -> once("user")).with("Password", Console.PASSWORD).with("Ports to listen on", "9000-9010").with("Targets to reach", "10.0.0.0/8:80")
                .with("Addresses to listen on", "127.0.0.1").shaped("Targets to reach", text -> text.replaceAll("\\s", "") + ":80").takes("Password"),
                Form.of("Change a user", "Save", () -> {
                    console.show("Users");
                    console.choose(console.row(USER), "Change…");
                    page().locator("dialog[open]").waitFor();
                }).shaped("Targets to reach", text -> text.replaceAll("\\s", "") + ":80"),
                Form.of("New access token", "Make token", () -> {
                    console.show("Your account");
                    console.press("New token");
                }).with("Name", () -> once("token")).takes("Name", "Your account"),
                Form.of("Change password", "Change password", () -> {
                    console.show("Your account");
                    console.press("Change password…");
                }).with("Password now", "not the one").with("New password", "a battery that is correct").with("New password again", "a battery that is correct"));
    }

    List<Form> ofTheNode() {
        var forms = new ArrayList<>(List.of(
                Form.of("Add a site", "Look at it", () -> {
                    console.show("Bundles");
                    console.press("Add site");
                }),
                Form.of("Doctor", "Examine", () -> console.show("Doctor")).at("main").with("Address", NOBODY).shaped("Address", text -> text + ":80"),
                Form.of("Settings", "Save changes", () -> {
                    console.show("Tunnels");
                    console.show("Settings");
                }).at("main .setting").takes("node.name", "Audit")));
        FilePayload users = new FilePayload("NtUser.json", "application/json", "[]".getBytes(StandardCharsets.UTF_8));
        for (var part : Map.of("Backup", "Make a backup", "Restore", "See what would change", "Import from NetTunnel", "See what would come").entrySet())
            forms.add(Form.of(part.getKey(), part.getValue(), () -> {
                console.show("Tunnels");
                console.show("Backup");
                for (Locator file : page().locator("main input[type=file]").all()) file.setInputFiles(users);
            }).at("main section.card:has(h2:text-is('" + part.getKey() + "'))"));
        return forms;
    }

    /// The door, in windows of their own.
    List<Form> ofTheGate(Console gate) {
        String home = "https://127.0.0.1:" + node.port() + "/";
        return List.of(Form.of("Log in", "Log in", () -> gate.page().navigate(home)).at("main").with("User", "nobody").with("Password", "no password at all"),
                Form.of("Set up", "Set up", () -> {
                    gate.page().navigate(home);
                    gate.press("First start? Set up this node");
                }).at("main").with("Setup code", "ABCD-EFGH").with("Password", Console.PASSWORD).with("Password again", Console.PASSWORD),
                Form.of("Join", "Join", () -> {
                    gate.page().navigate("about:blank");
                    gate.page().navigate(home + "#/join?code=" + java.net.URLEncoder.encode(Hostile.TEXTS.get(made++ % Hostile.TEXTS.size()), StandardCharsets.UTF_8).replace("+", "%20"));
                }).at("main").with("Choose a password", Console.PASSWORD).with("Password again", Console.PASSWORD));
    }

    Console gate() {
        return new Console(browser.window("https://127.0.0.1:" + node.port() + "/", ColorScheme.LIGHT));
    }

    /// All that the forms left, but what was there before.
    void clear() throws Exception {
        for (ProductNode end : List.of(node, peer)) {
            for (var tunnel : end.api().get("/tunnels").path("tunnels"))
                if (!List.of(TUNNEL, SPARE).contains(tunnel.path("name").asText())) end.api().delete("/tunnels/" + tunnel.path("id").asText());
        }
        for (var endpoint : node.api().get("/endpoints").path("endpoints"))
            if (!endpoint.path("name").asText().equals(ENDPOINT)) node.api().delete("/endpoints/" + endpoint.path("id").asText());
        for (var user : node.api().get("/users").path("users"))
            if (user.path("name").asText().startsWith("user")) node.api().delete("/users/" + user.path("name").asText());
        node.api().post("/endpoints", Map.of("tunnel", TUNNEL, "direction", "inbound", "name", "Edited", "port", 0, "target", target));
    }
}
