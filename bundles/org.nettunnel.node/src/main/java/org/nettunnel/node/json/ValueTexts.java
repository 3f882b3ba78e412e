package org.nettunnel.node.json;

import java.io.IOException;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Function;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdScalarSerializer;

import org.nettunnel.api.node.Accounts.Role;
import org.nettunnel.api.node.Grants.EndpointAct;
import org.nettunnel.api.node.Grants.TunnelAct;
import org.nettunnel.api.node.PortRange;
import org.nettunnel.api.node.TargetPattern;
import org.nettunnel.api.node.Tokens.Scope;
import org.nettunnel.api.transport.Address;
import org.nettunnel.api.tunnel.EndpointId;
import org.nettunnel.api.tunnel.PeerIdentity;
import org.nettunnel.api.tunnel.TunnelId;
import org.nettunnel.api.tunnel.TunnelSide;

/// How the values of the api that are one text stand in JSON: the one place for all documents.
final class ValueTexts {
    private ValueTexts() {}

    static SimpleModule module() {
        SimpleModule module = new SimpleModule("values");
        add(module, TunnelId.class, "the id of a tunnel, a UUID", text -> new TunnelId(uuid(text)), TunnelId::toString);
        add(module, EndpointId.class, "the id of an endpoint, a UUID", text -> new EndpointId(uuid(text)), EndpointId::toString);
        add(module, PeerIdentity.class, "an identity, 64 hex digits", PeerIdentity::parse, PeerIdentity::toString);
        add(module, Address.class, "HOST:PORT with a port in 1..65535", Address::parse, Address::toString);
        add(module, Instant.class, "a time such as 2026-11-22T15:00:00Z", Instant::parse, Instant::toString);
        add(module, TunnelSide.class, "'inbound' or 'outbound'", text -> lower(TunnelSide.class, text), ValueTexts::lower);
        add(module, Role.class, "'administrator' or 'limited'", text -> lower(Role.class, text), ValueTexts::lower);
        add(module, PortRange.class, "a port, a range such as 9000-9010, or *", PortRange::parse, PortRange::toString);
        add(module, TargetPattern.class, "HOST:PORTS such as 10.0.0.0/8:80 or *.example.org:443", TargetPattern::parse, TargetPattern::toString);
        add(module, TunnelAct.class, "'see', 'operate' or 'endpoints'", text -> lower(TunnelAct.class, text), ValueTexts::lower);
        add(module, EndpointAct.class, "'see', 'operate' or 'change'", text -> lower(EndpointAct.class, text), ValueTexts::lower);
        add(module, Scope.class, "'read', 'operate', 'configure', 'administer' or 'metrics'", text -> lower(Scope.class, text), ValueTexts::lower);
        return module;
    }

    private static <T> void add(SimpleModule module, Class<T> type, String what, Function<String, T> parse, Function<T, String> print) {
        module.addDeserializer(type, new TextValue<>(type, what, parse));
        module.addSerializer(type, new Printed<>(type, print));
    }

    /// UUID.fromString also takes `1-1-1-1-1`.
    private static UUID uuid(String text) {
        UUID uuid = UUID.fromString(text);
        if (!uuid.toString().equals(text)) throw new IllegalArgumentException(text);
        return uuid;
    }

    private static <E extends Enum<E>> E lower(Class<E> type, String text) {
        if (!text.equals(text.toLowerCase(Locale.ROOT))) throw new IllegalArgumentException(text);
        return Enum.valueOf(type, text.toUpperCase(Locale.ROOT));
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    /// Writes a value as its one text.
    private static final class Printed<T> extends StdScalarSerializer<T> {
        private static final long serialVersionUID = 1L;
        private final transient Function<T, String> print;

        Printed(Class<T> type, Function<T, String> print) {
            super(type);
            this.print = print;
        }

        @Override
        @SuppressWarnings("null")   // Jackson leaves its parameters open
        public void serialize(T value, JsonGenerator out, SerializerProvider provider) throws IOException {
            out.writeString(print.apply(value));
        }
    }
}
