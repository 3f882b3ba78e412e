package org.nettunnel.node.json;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;

/// Reads JSON into records and takes nothing that is not exactly right: no unknown key, no other type, no key twice, nothing behind
/// the end, and no more than is bounded.
///
/// **Threads:** safe for any.
public final class StrictJson {
    /// The node's own files.
    public static final StrictJson FILES = new StrictJson(16 << 20, 64 << 10, new PropertyNamingStrategies.LowerCamelCaseStrategy());
    /// The settings, whose keys have dots as those of ConfigAdmin do.
    public static final StrictJson SETTINGS = new StrictJson(1 << 20, 64 << 10, new PropertyNamingStrategies.LowerDotCaseStrategy());
    /// What a peer sends; one text in it may be an answer.
    public static final StrictJson PEER = new StrictJson(1 << 20, 1 << 20, new PropertyNamingStrategies.LowerCamelCaseStrategy());
    private static final int DEEPEST = 20;

    private final int mostBytes;
    private final PropertyNamingStrategies.NamingBase keys;
    private final JsonMapper mapper;

    StrictJson(int mostBytes, int longestText, PropertyNamingStrategies.NamingBase keys) {
        this.mostBytes = mostBytes;
        this.keys = keys;
        StreamReadConstraints bounds = StreamReadConstraints.builder().maxNestingDepth(DEEPEST).maxStringLength(longestText)
                .maxNameLength(1_000).maxNumberLength(100).maxDocumentLength(mostBytes).build();
        JsonFactory factory = JsonFactory.builder().streamReadConstraints(bounds)
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();
        this.mapper = JsonMapper.builder(factory).addModule(ValueTexts.module()).propertyNamingStrategy(keys)
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT).disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .withCoercionConfig(LogicalType.Textual, text -> text.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                        .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                        .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
                .defaultPropertyInclusion(JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS)).build();
    }

    /// @param source what to call the document in an error, such as the file's path
    /// @throws BadDocument with line, column and remedy
    public <T> T read(String source, byte[] json, Class<T> form) throws BadDocument {
        if (json.length > mostBytes)
            throw new BadDocument(source, "has " + json.length + " bytes; at most " + mostBytes + " are read");
        check(source, json, form);
        try (JsonParser parser = mapper.createParser(json)) {
            T value = mapper.readValue(parser, form);
            if (value == null) throw new BadDocument(source, 1, 1, "is null where an object must stand");
            return value;
        } catch (JsonProcessingException wrong) {
            throw JsonMistake.in(source, wrong);
        } catch (BadDocument wrong) {
            throw wrong;
        } catch (IOException impossible) {
            throw new BadDocument(source, "cannot be read from memory: " + impossible.getMessage());
        }
    }

    /// Whether it is JSON at all, has known keys only, and nothing behind its end.
    private void check(String source, byte[] json, Class<?> form) throws BadDocument {
        try (JsonParser parser = mapper.createParser(json)) {
            JsonToken first = parser.nextToken();
            if (first == null) throw new BadDocument(source, 1, 1, "is empty");
            new KeyCheck(source, parser, keys::translate).value(form, "");
            if (parser.nextToken() != null) {
                JsonLocation place = parser.currentTokenLocation();
                throw new BadDocument(source, place.getLineNr(), place.getColumnNr(), "has something behind its end; take it out");
            }
        } catch (JsonProcessingException wrong) {
            throw JsonMistake.in(source, wrong);
        } catch (BadDocument wrong) {
            throw wrong;
        } catch (IOException impossible) {
            throw new BadDocument(source, "cannot be read from memory: " + impossible.getMessage());
        }
    }

    /// The number that stands as `key` at the top level; 0 when there is none, or no JSON object at all.
    public int numberAt(String key, byte[] json) {
        try (JsonParser parser = mapper.createParser(json)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) return 0;
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean wanted = key.equals(parser.currentName());
                JsonToken value = parser.nextToken();
                if (wanted) return value == JsonToken.VALUE_NUMBER_INT ? parser.getIntValue() : 0;
                parser.skipChildren();
            }
            return 0;
        } catch (IOException notJson) {
            return 0;
        }
    }

    /// Indented, for files that people read and compare; ends with a line feed.
    public byte[] pretty(Object value) {
        DefaultIndenter indent = new DefaultIndenter("  ", "\n");
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter().withObjectIndenter(indent).withArrayIndenter(indent);
        try {
            return (mapper.writer(printer).writeValueAsString(value) + "\n").getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException ownMistake) {
            throw new IllegalStateException("cannot write " + value.getClass().getSimpleName() + " as JSON", ownMistake);
        }
    }

    /// Without a superfluous byte, for the wire.
    public byte[] compact(Object value) {
        try {
            return mapper.writeValueAsBytes(value);
        } catch (JsonProcessingException ownMistake) {
            throw new IllegalStateException("cannot write " + value.getClass().getSimpleName() + " as JSON", ownMistake);
        }
    }
}
