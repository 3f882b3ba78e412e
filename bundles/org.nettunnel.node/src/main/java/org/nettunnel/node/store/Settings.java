package org.nettunnel.node.store;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;

/// `settings.json`: the knobs of the process; whatever is left out has its default, and a system property
/// `nettunnel.SECTION.KEY` wins over both.
///
/// A key is the component's name with dots, `connectTimeoutSeconds` stands as `connect.timeout.seconds`: the ids of the bundles' Metatype.
public record Settings(@Nullable Integer schema, @Nullable NodeKnobs node, @Nullable HttpKnobs http, @Nullable TunnelKnobs tunnel,
        @Nullable EndpointKnobs endpoint, @Nullable LogKnobs log) implements Form {
    /// Nothing set.
    public static final Settings DEFAULT = new Settings(null, null, null, null, null, null);
    private static final int LONGEST_NAME = 64;

    public Settings {
        Form.checkSchema(schema == null ? SCHEMA : schema);
    }

    /// The node itself.
    ///
    /// @param name  what it calls itself; the host's name when left out
    /// @param names by which browsers reach it, with commas between
    public record NodeKnobs(@Nullable String name, @Nullable String names) {
        public NodeKnobs {
            if (name != null && (name.isBlank() || name.length() > LONGEST_NAME || name.chars().anyMatch(Character::isISOControl)))
                throw new IllegalArgumentException("'name' must have 1 to " + LONGEST_NAME + " printable characters");
        }
    }

    /// Of the bundle `org.nettunnel.http`.
    public record HttpKnobs(@Nullable Integer port, @Nullable String bind, @Nullable String adminListen, @Nullable String certificate, @Nullable String key,
            @Nullable Integer connections, @Nullable Integer connectionsPerAddress, @Nullable Integer acceptsPerSecond,
            @Nullable Integer acceptBurst, @Nullable Integer headerDeadlineSeconds, @Nullable Integer idleTimeoutSeconds) {
        public HttpKnobs {
            if (port != null && (port < 0 || port > 65535)) throw new IllegalArgumentException("'port' " + port + " is not in 0..65535 (0 = any)");
            if (adminListen != null && !adminListen.isEmpty() && !adminListen.matches(".+:\\d{1,5}"))
                throw new IllegalArgumentException("'admin.listen' '" + adminListen + "' is not HOST:PORT, such as 127.0.0.1:52846");
        }
    }

    /// Of the bundle `org.nettunnel.tunnel`.
    public record TunnelKnobs(@Nullable Integer loops, @Nullable Integer lanes, @Nullable Integer maxStreams, @Nullable Integer halfClosedMinutes,
            @Nullable Integer farewellSeconds) {}

    /// Of the bundle `org.nettunnel.endpoint`.
    public record EndpointKnobs(@Nullable Integer connectTimeoutSeconds, @Nullable Integer maxConnections, @Nullable Integer backlog,
            @Nullable Integer acceptsPerSecond, @Nullable Integer acceptBurst) {}

    /// Of the log.
    ///
    /// @param level `error`, `warning`, `info`, `debug` or `trace`
    public record LogKnobs(@Nullable String level) {
        private static final List<String> LEVELS = List.of("error", "warning", "info", "debug", "trace");

        public LogKnobs {
            if (level != null && !LEVELS.contains(level))
                throw new IllegalArgumentException("'level' must be one of " + String.join(", ", LEVELS) + ", not '" + level + "'");
        }
    }

    /// The names of all sections.
    public List<String> sections() {
        return Arrays.stream(Settings.class.getRecordComponents()).filter(each -> each.getType().isRecord()).map(RecordComponent::getName).toList();
    }

    /// What is set of a section, by key.
    ///
    /// @param properties gives a system property, or null
    /// @throws IOException with a sentence, when a property is not what its key takes
    public Map<String, Object> section(String name, UnaryOperator<@Nullable String> properties) throws IOException {
        RecordComponent section = Arrays.stream(Settings.class.getRecordComponents()).filter(each -> each.getName().equals(name)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("settings have no section '" + name + "'"));
        Object saved = value(section, this);
        RecordComponent[] knobs = section.getType().getRecordComponents();
        @Nullable Object[] all = new Object[knobs.length];
        Map<String, Object> values = new LinkedHashMap<>();
        for (int i = 0; i < knobs.length; i++) {
            String key = dotted(knobs[i].getName());
            String property = "nettunnel." + name + "." + key;
            String text = properties.apply(property);
            Object value = text != null ? parsed(property, text, knobs[i].getType()) : saved == null ? null : value(knobs[i], saved);
            all[i] = value;
            if (value != null) values.put(key, value);
        }
        check(name, section.getType(), all);
        return values;
    }

    /// What the file may not say, a property may not say either.
    private static void check(String name, Class<?> section, @Nullable Object[] values) throws IOException {
        try {
            section.getConstructors()[0].newInstance(values);
        } catch (InvocationTargetException refused) {
            throw new IOException("the system properties nettunnel." + name + ".…: " + refused.getCause().getMessage(), refused);
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException("cannot check the settings of " + name, impossible);
        }
    }

    /// `acceptBurst` → `accept.burst`
    private static String dotted(String component) {
        return component.replaceAll("([A-Z])", ".$1").toLowerCase(Locale.ROOT);
    }

    private static Object parsed(String property, String text, Class<?> type) throws IOException {
        if (type == String.class) return text;
        try {
            return Integer.valueOf(text);
        } catch (NumberFormatException wrong) {
            throw new IOException("the system property " + property + " is '" + text + "': it must be a whole number", wrong);
        }
    }

    private static @Nullable Object value(RecordComponent component, Object of) {
        try {
            return component.getAccessor().invoke(of);
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException("cannot read the setting " + component.getName(), impossible);
        }
    }
}
