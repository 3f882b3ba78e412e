package org.nettunnel.cli.run;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;

/// A version as OSGi compares them: three numbers, then text.
record PluginVersion(long major, long minor, long micro, String qualifier) implements Comparable<PluginVersion> {
    private static final Comparator<PluginVersion> ORDER = Comparator.comparingLong(PluginVersion::major).thenComparingLong(PluginVersion::minor)
            .thenComparingLong(PluginVersion::micro).thenComparing(PluginVersion::qualifier);
    private static final String JAR = ".jar";

    /// That of `BUNDLE_VERSION.jar`.
    static PluginVersion of(Path jar, String bundle) {
        String name = jar.getFileName().toString();
        List<String> parts = List.of(name.substring(bundle.length() + 1, name.length() - JAR.length()).split("\\.", 4));
        return new PluginVersion(number(parts, 0), number(parts, 1), number(parts, 2), parts.size() > 3 ? parts.get(3) : "");
    }

    /// 0 where there is none, as the start script has it.
    private static long number(List<String> parts, int at) {
        return at < parts.size() && parts.get(at).matches("\\d{1,18}") ? Long.parseLong(parts.get(at)) : 0;
    }

    @Override
    @SuppressWarnings("null")   // the JDK leaves its parameter open
    public int compareTo(PluginVersion other) {
        return ORDER.compare(this, other);
    }
}
