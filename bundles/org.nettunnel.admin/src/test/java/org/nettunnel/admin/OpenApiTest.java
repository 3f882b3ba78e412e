package org.nettunnel.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nettunnel.admin.openapi.OpenApi;
import org.nettunnel.api.admin.EventStream;
import org.nettunnel.api.admin.Nothing;
import org.nettunnel.api.admin.Operation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/// The description of the API against its rows and records.
class OpenApiTest {
    private JsonNode document;

    @BeforeEach
    void read() throws Exception {
        document = new ObjectMapper().readTree(new StrictJson().write(OpenApi.of(Operations.TABLE)));
    }

    @Test
    void isThereForAnyoneAndOnlyToBeRead(@TempDir Path data) throws Exception {
        try (var admin = TestAdmin.open(data)) {
            var reply = admin.ask("GET", "/openapi.json", "", "");
            assertEquals(200, reply.status());
            assertEquals(document, reply.json());
            assertEquals(405, admin.ask("POST", "/openapi.json", "", "{}").status());
        }
    }

    @Test
    void hasEveryRowAndNoOther() {
        int operations = 0;
        for (JsonNode path : document.get("paths")) operations += path.size();
        assertEquals(Operations.TABLE.size(), operations);
        Set<String> ids = new HashSet<>();
        for (Operation<?, ?> row : Operations.TABLE) {
            JsonNode operation = document.get("paths").get(row.path()).get(row.method().name().toLowerCase(Locale.ROOT));
            assertEquals(row.summary(), operation.get("summary").asText());
            assertEquals(row.access().name().toLowerCase(Locale.ROOT), operation.get("x-nettunnel-access").asText());
            assertEquals(row.access() != Operation.Access.ANYONE, operation.has("x-nettunnel-token"), row.toString());
            assertTrue(ids.add(operation.get("operationId").asText()), "twice: " + operation.get("operationId"));
            assertEquals(row.request() != Nothing.class, operation.has("requestBody"), row.toString());
            assertTrue(row.summary().endsWith(".") && Character.isUpperCase(row.summary().charAt(0)), "no sentence: " + row.summary());
        }
    }

    @Test
    void everyReferenceLeadsToARecordWithItsFields() {
        for (JsonNode reference : document.findValues("$ref")) assertFalse(document.at(reference.asText().substring(1)).isMissingNode(), reference.asText());
        for (Operation<?, ?> row : Operations.TABLE)
            for (Class<?> type : List.of(row.request(), row.response())) {
                if (type == Nothing.class || type == EventStream.class) continue;
                JsonNode schema = document.at("/components/schemas").get(name(type));
                Set<String> fields = new TreeSet<>();
                for (RecordComponent component : type.getRecordComponents()) fields.add(component.getName());
                Set<String> described = new TreeSet<>();
                schema.get("properties").fieldNames().forEachRemaining(described::add);
                assertEquals(fields, described, type.toString());
            }
    }

    private static String name(Class<?> type) {
        return type.getCanonicalName().replaceFirst("^org\\.nettunnel\\.api\\.(admin\\.)?", "");
    }

    @Test
    void everyParameterOfAPathIsDeclared() {
        document.get("paths").properties().forEach(path -> path.getValue().forEach(operation -> {
            boolean declared = false;
            for (JsonNode parameter : operation.path("parameters")) declared |= parameter.get("in").asText().equals("path");
            assertEquals(path.getKey().contains("{id}"), declared, path.getKey());
        }));
    }
}
