package org.nettunnel.system.demo;

/// The path of a request, drawn.
final class Picture {
    private Picture() {}

    /// @param port     where the outer node listens for the application
    /// @param outer    where the inner node dials it
    /// @param web      where the web server is
    /// @param suite    of the link; empty when not known
    /// @param firewall whether there is one
    static void draw(Paper paper, int port, String outer, String web, String suite, boolean firewall) {
        char wall = firewall ? '║' : ' ';
        char through = firewall ? '╬' : '═';
        paper.blank();
        paper.line("  you               outer node               " + (firewall ? "firewall" : "        ") + "    inner node          web server");
        paper.line("┌─────────┐      ┌──────────────────────┐       " + wall + "       ┌──────────────┐    ┌───────────────────┐");
        paper.line("│ browser │─────▶│ " + cell("listens on :" + port, 20) + " │◀══════" + through + "═══════│ dials out    │───▶│ " + cell(web, 17) + " │");
        paper.line("└─────────┘      │ " + cell(outer, 20) + " │ tunnel" + wall + "       └──────────────┘    └───────────────────┘");
        paper.line("                 └──────────────────────┘       " + wall + (suite.isEmpty() ? "" : paper.dim(" " + suite)));
        paper.blank();
    }

    private static String cell(String text, int width) {
        return text.length() >= width ? text : text + " ".repeat(width - text.length());
    }
}
