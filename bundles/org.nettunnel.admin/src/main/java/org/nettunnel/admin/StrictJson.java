package org.nettunnel.admin;

import java.io.IOException;
import java.util.Collection;
import java.util.Comparator;

import org.jspecify.annotations.Nullable;
import org.nettunnel.admin.call.Refusal;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;

/// Reads request bodies without mercy, so that a misspelt field is told and not ignored, and writes answers.
///
/// **Threads:** any.
final class StrictJson {
    private static final int DEEPEST = 16;
    private final ObjectMapper mapper = JsonMapper
            .builder(strict())
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS, DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
                    DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .build();

    /// @throws Refusal 400 with line, column and what is wrong there
    <Q> Q read(byte[] body, Class<Q> type) throws Refusal {
        try {
            Q value = mapper.readValue(body, type);
            if (value == null) throw Refusal.invalid("the body is null; it must be a JSON object");
            return value;
        } catch (UnrecognizedPropertyException unknown) {
            throw Refusal.field(unknown.getPropertyName(), unknownField(unknown, body));
        } catch (JsonMappingException misfit) {
            throw misfit(misfit);
        } catch (JsonProcessingException broken) {
            throw Refusal.invalid("the body is not JSON" + place(broken.getLocation()) + ": " + firstLine(broken));
        } catch (IOException impossible) {
            throw new IllegalStateException("reading from memory failed", impossible);
        }
    }

    byte[] write(Object value) {
        try {
            return mapper.writeValueAsBytes(value);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("cannot write a " + value.getClass().getSimpleName(), impossible);
        }
    }

    private String unknownField(UnrecognizedPropertyException unknown, byte[] body) throws Refusal {
        String field = unknown.getPropertyName();
        String nearest = nearest(field, unknown.getKnownPropertyIds());
        return "unknown field '" + field + "'" + place(placeOf(field, body)) + (nearest == null ? "" : "; did you mean '" + nearest + "'?");
    }

    /// Looks again: the mapper finds an unknown field of a record only when it has read the whole of it.
    private @Nullable JsonLocation placeOf(String field, byte[] body) throws Refusal {
        try (JsonParser parser = mapper.createParser(body)) {
            while (parser.nextToken() != null)
                if (parser.currentToken() == JsonToken.FIELD_NAME && field.equals(parser.currentName())) return parser.currentTokenLocation();
            return null;
        } catch (IOException broken) {
            throw Refusal.invalid("the body is not JSON");
        }
    }

    /// A value of the wrong kind; says which field, never which Java class.
    private static Refusal misfit(JsonMappingException misfit) {
        var path = new StringBuilder();
        for (var step : misfit.getPath())
            path.append(step.getFieldName() == null ? "[" + step.getIndex() + "]" : (path.isEmpty() ? "" : ".") + step.getFieldName());
        if (path.isEmpty()) return Refusal.invalid("the body is not the JSON object that is expected here" + place(misfit.getLocation()));
        return Refusal.field(path.toString(), "field '" + path + "' is missing or of the wrong kind" + place(misfit.getLocation()));
    }

    private static String place(@Nullable JsonLocation at) {
        return at == null || at.getLineNr() < 1 ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
    }

    private static String firstLine(JacksonException broken) {
        String text = String.valueOf(broken.getOriginalMessage());
        int end = text.indexOf('\n');
        return end < 0 ? text : text.substring(0, end);
    }

    private static @Nullable String nearest(String field, @Nullable Collection<Object> known) {
        if (known == null) return null;
        return known.stream().map(String::valueOf).min(Comparator.comparingInt(name -> distance(field, name))).orElse(null);
    }

    /// Levenshtein's distance, on the few short names of a record.
    private static int distance(String from, String to) {
        int[] row = new int[to.length() + 1];
        for (int j = 0; j < row.length; j++) row[j] = j;
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int above = row[j];
                int change = from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1;
                row[j] = Math.min(diagonal + change, Math.min(above, row[j - 1]) + 1);
                diagonal = above;
            }
        }
        return row[to.length()];
    }

    private static JsonFactory strict() {
        return JsonFactory.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build())
                .build();
    }
}
