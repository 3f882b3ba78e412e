package org.nettunnel.system.bench;

import java.util.Locale;
import java.util.OptionalDouble;

/// The table that people look at: our figures, the peers', the ratios, the bar and the goal.
final class Table {
    private Table() {}

    static void print(Figures figures, int rounds) {
        System.out.printf("%nrelay, medians of %d round%s; ratio = ours / theirs, round by round; ++ goal reached, + bar held, - below%n%n", rounds,
                rounds == 1 ? "" : "s");
        System.out.printf("%-34s %11s %11s | %11s %9s %6s %6s | %11s %9s %6s %6s%n", "", "direct", Relay.OURS, Relay.OPENSSH, "ratio", "bar", "goal",
                Relay.SOCAT, "ratio", "bar", "goal");
        for (Work work : Work.ALL)
            System.out.printf("%-34s %11s %11s | %s | %s%n", work.title(), figure(figures.median(Relay.DIRECT, work.key()), work),
                    figure(figures.median(Relay.OURS, work.key()), work), against(figures, Relay.OPENSSH, work, work.openSsh()),
                    against(figures, Relay.SOCAT, work, work.socat()));
        System.out.println();
    }

    private static String against(Figures figures, String peer, Work work, Work.Aim aim) {
        OptionalDouble ratio = figures.ratio(peer, work.key());
        String shown = ratio.isEmpty() ? "" : String.format(Locale.ROOT, "%.2f %-2s", ratio.getAsDouble(), sign(work.verdict(ratio.getAsDouble(), aim)));
        String than = work.less() ? "≤" : "≥";
        return String.format(Locale.ROOT, "%11s %9s %6s %6s", figure(figures.median(peer, work.key()), work), shown, than + " " + plain(aim.bar()),
                plain(aim.goal()));
    }

    private static String sign(String verdict) {
        return switch (verdict) {
            case "goal" -> "++";
            case "bar" -> "+";
            default -> "-";
        };
    }

    private static String figure(OptionalDouble figure, Work work) {
        if (figure.isEmpty() || figure.getAsDouble() == 0) return "";
        double value = figure.getAsDouble();
        return String.format(Locale.ROOT, value < 10 ? "%.2f %s" : "%.0f %s", value, work.unit());
    }

    private static String plain(double value) {
        return value == Math.rint(value) ? String.format(Locale.ROOT, "%.0f", value) : String.valueOf(value);
    }
}
