package org.nettunnel.provisioning.metadata;

import java.util.Comparator;
import java.util.List;

/// A version as OSGi has it: `1.2.3.qualifier`, compared as such.
public record FeatureVersion(int major, int minor, int micro, String qualifier) implements Comparable<FeatureVersion> {
    private static final Comparator<FeatureVersion> ORDER = Comparator.comparingInt(FeatureVersion::major).thenComparingInt(FeatureVersion::minor)
            .thenComparingInt(FeatureVersion::micro).thenComparing(FeatureVersion::qualifier);

    /// @throws IllegalArgumentException when it is none
    public static FeatureVersion of(String text) {
        List<String> parts = List.of(text.trim().split("\\.", 4));
        try {
            return new FeatureVersion(number(parts, 0), number(parts, 1), number(parts, 2), parts.size() > 3 ? parts.get(3) : "");
        } catch (NumberFormatException broken) {
            throw new IllegalArgumentException("'" + text + "' is not a version such as 1.2.3", broken);
        }
    }

    private static int number(List<String> parts, int i) {
        return i < parts.size() ? Integer.parseInt(parts.get(i)) : 0;
    }

    @Override
    @SuppressWarnings("null")   // the JDK leaves its parameter open
    public int compareTo(FeatureVersion other) {
        return ORDER.compare(this, other);
    }
}
