package org.nettunnel.node.original;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

import org.jspecify.annotations.Nullable;
import org.nettunnel.node.json.BadDocument;
import org.nettunnel.node.original.Found.Half;
import org.nettunnel.node.original.Found.Setting;
import org.nettunnel.node.original.Found.Target;

/// Tells by their fields what the objects of a file are: names of files changed between versions, and people rename them.
///
/// Fields that it does not know are passed over; those it knows must be of the right kind. Its field names are not case sensitive, as
/// those of the original were not.
final class OriginalFile {
    private static final int MOST_CHARACTERS = 2 << 20;
    private static final int MOST_OBJECTS = 2_000;
    private static final int LONGEST_TEXT = 1_000;
    private static final StreamReadConstraints BOUNDS = StreamReadConstraints.builder().maxNestingDepth(20).maxStringLength(64 << 10)
            .maxNameLength(1_000).maxNumberLength(100).maxDocumentLength(4L << 20).build();
    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder().streamReadConstraints(BOUNDS).build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

    private OriginalFile() {}

    /// @throws BadDocument for what is no JSON, or too much of it
    static List<Found> read(String name, String content) throws BadDocument {
        if (content.length() > MOST_CHARACTERS) throw new BadDocument(name, "has " + content.length() + " characters; at most " + MOST_CHARACTERS + " are read");
        String text = content.startsWith("\uFEFF") ? content.substring(1) : content;   // .NET writes one
        List<Found> found = new ArrayList<>();
        for (JsonNode each : objects(name, tree(name, text))) found.add(each.isObject() ? found(new Fields(each)) : new Found.Unknown("", "it is no object"));
        return found;
    }

    private static JsonNode tree(String name, String text) throws BadDocument {
        try {
            JsonNode tree = MAPPER.readTree(text);
            if (tree == null || tree.isMissingNode()) throw new BadDocument(name, "is empty");
            return tree;
        } catch (JsonProcessingException wrong) {
            JsonLocation place = wrong.getLocation();
            throw new BadDocument(name, place == null ? 0 : place.getLineNr(), place == null ? 0 : place.getColumnNr(), "is not JSON, or more of it than is read");
        }
    }

    private static List<JsonNode> objects(String name, JsonNode tree) throws BadDocument {
        if (tree.isObject()) return List.of(tree);
        if (!tree.isArray()) throw new BadDocument(name, 1, 1, "is neither a list nor an object");
        if (tree.size() > MOST_OBJECTS) throw new BadDocument(name, "has " + tree.size() + " objects; at most " + MOST_OBJECTS + " are read");
        List<JsonNode> all = new ArrayList<>();
        tree.forEach(all::add);
        return all;
    }

    private static Found found(Fields fields) {
        String name = fields.has("Name") || !fields.has("Username") ? fields.shown("Name") : fields.shown("Username");
        try {
            if (fields.has("DataPort") || fields.has("TunnelId") || fields.has("Address") && fields.has("PasswordHash")) return line(fields);
            if (fields.has("Username") && fields.has("PasswordHash")) return person(fields);
            if (fields.has("ServicePort") || fields.has("ManagementPort") || fields.has("PingCadence")) return service(fields);
            return new Found.Unknown(name, "it is neither a user, a tunnel nor settings of NetTunnel");
        } catch (WrongField wrong) {
            return new Found.Unknown(name, String.valueOf(wrong.getMessage()));
        }
    }

    private static Found line(Fields fields) throws WrongField {
        String address = fields.text("Address");
        // the one port of version 4, or the one under which version 1 was administered: ours takes the place of either
        int port = fields.port(fields.has("ServicePort") ? "ServicePort" : fields.has("ManagementPort") ? "ManagementPort" : "DataPort");
        List<Half> halves = new ArrayList<>();
        for (Fields each : fields.list("EndpointInboundConfigurations")) halves.add(half(each, true));
        for (Fields each : fields.list("EndpointOutboundConfigurations")) halves.add(half(each, false));
        // versions 2 and 3, where an endpoint was whole already and still stood with its tunnel
        for (Fields each : fields.list("EndpointConfigurations")) halves.add(whole(each));
        for (Fields each : fields.list("Endpoints")) halves.add(whole(each));
        String id = fields.has("PairId") ? fields.text("PairId") : fields.text("TunnelId");
        return new Found.Line(id, fields.text("Name"), address.isBlank() ? null : address, port, fields.text("Username"), halves);
    }

    private static Half half(Fields fields, boolean listens) throws WrongField {
        int port = fields.port("TransmissionPort");
        Target target = listens ? null : new Target(fields.text("Address"), port);
        return new Half(fields.has("PairId") ? fields.text("PairId") : fields.text("EndpointId"), fields.text("Name"), listens, listens ? port : 0,
                target, fields.list("HttpHeaderRules").size());
    }

    private static Found person(Fields fields) throws WrongField {
        List<Half> endpoints = new ArrayList<>();
        for (Fields each : fields.list("Endpoints")) endpoints.add(whole(each));
        // version 1 had no roles: everybody could do everything
        String role = fields.has("Role") ? fields.text("Role") : "Administrator";
        // written by its number: 0 undefined, 1 limited, 2 administrator
        return new Found.Person(fields.text("Username"), role.equalsIgnoreCase("Administrator") || role.equals("2"), endpoints);
    }

    private static Half whole(Fields fields) throws WrongField {
        String direction = fields.text("Direction");
        boolean listens = direction.equalsIgnoreCase("Inbound") || direction.equals("1");
        if (!listens && !direction.equalsIgnoreCase("Outbound") && !direction.equals("2"))
            throw new WrongField("endpoint '" + fields.shown("Name") + "' has the direction '" + fields.shown("Direction") + "', which is neither Inbound nor Outbound");
        return new Half(fields.text("EndpointId"), fields.text("Name"), listens, fields.port("InboundPort"),
                new Target(fields.text("OutboundAddress"), fields.port("OutboundPort")), fields.list("HttpHeaderRules").size());
    }

    private static Found service(Fields fields) throws WrongField {
        List<Setting> settings = new ArrayList<>();
        for (String each : fields.names()) settings.add(new Setting(each, fields.text(each)));
        return new Found.Service(settings);
    }

    /// A field is not of the kind it must be.
    private static final class WrongField extends Exception {
        private static final long serialVersionUID = 1L;

        WrongField(String sentence) {
            super(sentence);
        }
    }

    /// The fields of one object.
    private static final class Fields {
        private final Map<String, JsonNode> fields = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

        Fields(JsonNode object) {
            object.properties().forEach(field -> fields.put(field.getKey(), field.getValue()));
        }

        boolean has(String name) {
            JsonNode value = fields.get(name);
            return value != null && !value.isNull();
        }

        List<String> names() {
            return List.copyOf(fields.keySet());
        }

        /// Empty for none.
        String text(String name) throws WrongField {
            JsonNode value = fields.get(name);
            if (value == null || value.isNull()) return "";
            if (!value.isValueNode()) throw new WrongField("'" + name + "' is no text");
            String text = value.asText().strip();
            if (text.length() > LONGEST_TEXT) throw new WrongField("'" + name + "' has " + text.length() + " characters");
            return text;
        }

        /// For a sentence.
        String shown(String name) {
            JsonNode value = fields.get(name);
            String text = value == null || !value.isValueNode() ? "" : value.asText().replaceAll("\\p{Cntrl}", "?");
            return text.length() > 80 ? text.substring(0, 80) + "…" : text;
        }

        /// 0 for none.
        int port(String name) throws WrongField {
            if (!has(name)) return 0;
            @Nullable JsonNode value = fields.get(name);
            if (value == null || !value.isInt() || value.intValue() < 0 || value.intValue() > 65_535)
                throw new WrongField("'" + name + "' is '" + shown(name) + "', which is no port (0 to 65535)");
            return value.intValue();
        }

        List<Fields> list(String name) throws WrongField {
            JsonNode value = fields.get(name);
            List<Fields> list = new ArrayList<>();
            if (value == null || value.isNull()) return list;
            if (!value.isArray() || value.size() > MOST_OBJECTS) throw new WrongField("'" + name + "' is no list, or a longer one than is read");
            for (JsonNode each : value) {
                if (!each.isObject()) throw new WrongField("'" + name + "' holds something that is no object");
                list.add(new Fields(each));
            }
            return list;
        }
    }
}
