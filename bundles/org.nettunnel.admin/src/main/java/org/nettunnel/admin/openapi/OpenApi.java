package org.nettunnel.admin.openapi;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.nettunnel.admin.call.Reply;
import org.nettunnel.api.admin.EventStream;
import org.nettunnel.api.admin.Nothing;
import org.nettunnel.api.admin.Operation;
import org.nettunnel.api.admin.Operation.Access;
import org.nettunnel.api.admin.Operation.Query;
import org.nettunnel.api.admin.Problem;
import org.nettunnel.api.node.Tokens.Scope;

/// Describes the operations for programs, from their rows and records.
public final class OpenApi {
    private static final String PROBLEM = "Problem";
    private final Schemas schemas = new Schemas();

    private OpenApi() {}

    /// The document, as maps and lists to be written as JSON.
    public static Map<String, Object> of(List<Operation<?, ?>> table) {
        return new OpenApi().document(table);
    }

    private Map<String, Object> document(List<Operation<?, ?>> table) {
        var paths = new LinkedHashMap<String, Map<String, Object>>();
        for (Operation<?, ?> row : table)
            paths.computeIfAbsent(row.path(), _ -> new LinkedHashMap<>()).put(row.method().name().toLowerCase(Locale.ROOT), operation(row));
        var problem = Map.of("description", "What was wrong, in a sentence for people.",
                "content", Map.of("application/problem+json", Map.of("schema", schemas.reference(Problem.class))));
        var document = new LinkedHashMap<String, Object>();
        document.put("openapi", "3.1.0");
        document.put("info", Map.of("title", "NetTunnel", "version", "1",
                "summary", "Administration of a NetTunnel node.",
                "description", "Calls say who they are by a bearer token, of a login or a personal one, or by the cookie of a login; with the cookie, what "
                        + "changes anything needs the header X-NetTunnel-CSRF. Errors are problem documents (RFC 9457). Fields that are unknown are refused.",
                "license", Map.of("name", "Apache-2.0", "identifier", "Apache-2.0"),
                "contact", Map.of("name", "NetTunnel")));
        document.put("servers", List.of(Map.of("url", Operation.PREFIX, "description", "The node itself.")));
        document.put("tags", table.stream().map(OpenApi::tag).distinct().map(tag -> Map.of("name", tag, "description", "What begins with /" + tag + ".")).toList());
        document.put("paths", paths);
        document.put("components", Map.of("schemas", schemas.all(), "responses", Map.of(PROBLEM, problem), "securitySchemes", Map.of(
                "bearer", Map.of("type", "http", "scheme", "bearer", "description", "The token of a login, or a personal access token."),
                "cookie", Map.of("type", "apiKey", "in", "cookie", "name", Reply.COOKIE, "description", "The session of a browser."))));
        return document;
    }

    private Map<String, Object> operation(Operation<?, ?> row) {
        var operation = new LinkedHashMap<String, Object>();
        operation.put("operationId", id(row));
        operation.put("summary", row.summary());
        operation.put("description", row.summary() + " For: " + forWhom(row.access()) + ".");
        operation.put("tags", List.of(tag(row)));
        operation.put("x-nettunnel-access", row.access().name().toLowerCase(Locale.ROOT));
        operation.put("x-nettunnel-effect", row.terms().effect().name().toLowerCase(Locale.ROOT));
        Scope scope = row.terms().scope();
        if (row.access() != Access.ANYONE) operation.put("x-nettunnel-token", scope == null ? "none" : scope.name().toLowerCase(Locale.ROOT));
        if (row.access() == Access.ANYONE) operation.put("security", List.of());
        else operation.put("security", List.of(Map.of("bearer", List.of()), Map.of("cookie", List.of())));
        List<Object> parameters = parameters(row);
        if (!parameters.isEmpty()) operation.put("parameters", parameters);
        if (row.request() != Nothing.class)
            operation.put("requestBody", Map.of("required", true, "content", Map.of("application/json", Map.of("schema", schemas.reference(row.request())))));
        operation.put("responses", responses(row));
        return operation;
    }

    private static List<Object> parameters(Operation<?, ?> row) {
        var parameters = new ArrayList<Object>();
        if (row.path().contains("{id}"))
            parameters.add(Map.of("name", "id", "in", "path", "required", true, "description", "Its id, or its name where that is the only one.",
                    "schema", Map.of("type", "string")));
        for (Query query : row.query())
            parameters.add(Map.of("name", query.name(), "in", "query", "description", query.summary(), "schema", Map.of("type", switch (query.type()) {
                case TEXT -> "string";
                case NUMBER -> "integer";
                case FLAG -> "boolean";
            })));
        if (row.terms().versioned())
            parameters.add(Map.of("name", "If-Match", "in", "header", "description", "The ETag of the version that is meant; another one is refused with 412.",
                    "schema", Map.of("type", "string")));
        return parameters;
    }

    private Map<String, Object> responses(Operation<?, ?> row) {
        var responses = new LinkedHashMap<String, Object>();
        if (row.response() == Nothing.class) responses.put("204", Map.of("description", "Done."));
        else if (row.response() == EventStream.class)
            responses.put("200", Map.of("description", "Events, as they come.", "content", Map.of("text/event-stream", Map.of("schema", Map.of("type", "string")))));
        else responses.put("200", Map.of("description", "What was asked for.",
                "content", Map.of("application/json", Map.of("schema", schemas.reference(row.response())))));
        responses.put("default", Map.of("$ref", "#/components/responses/" + PROBLEM));
        return responses;
    }

    private static String forWhom(Access access) {
        return switch (access) {
            case ANYONE -> "anyone";
            case USER -> "whoever is logged in; the answer holds what he may see";
            case SEE -> "who may see it";
            case OPERATE -> "who may operate it";
            case CHANGE -> "who may change it";
            case ADMINISTRATOR -> "administrators";
        };
    }

    private static String tag(Operation<?, ?> row) {
        return row.path().split("/")[1];
    }

    /// `POST /tunnels/{id}/start` is `postTunnelsIdStart`.
    private static String id(Operation<?, ?> row) {
        var id = new StringBuilder(row.method().name().toLowerCase(Locale.ROOT));
        for (String word : row.path().split("[^A-Za-z]+")) if (!word.isEmpty()) id.append(Character.toUpperCase(word.charAt(0))).append(word.substring(1));
        return id.toString();
    }
}
