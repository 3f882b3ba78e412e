package org.nettunnel.admin;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.eclipse.jetty.http.HttpStatus;
import org.nettunnel.admin.call.Refusal;
import org.nettunnel.api.admin.Operation;

/// Finds the row of the operation table that a request means.
final class Paths {
    private static final String PARAMETER = "{id}";
    private final List<Row> rows = new ArrayList<>();

    Paths(List<Operation<?, ?>> operations) {
        for (Operation<?, ?> operation : operations)
            rows.add(new Row(operation, List.of((Operation.PREFIX + operation.path()).substring(1).split("/"))));
    }

    /// @throws Refusal 404 for a path that no row has, 405 for a method that none of its rows has
    Match find(String method, List<String> path) throws Refusal {
        Set<String> methods = new LinkedHashSet<>();
        for (Row row : rows) {
            if (!row.fits(path)) continue;
            if (row.operation.method().name().equals(method)) return new Match(row.operation, row.parameter(path));
            methods.add(row.operation.method().name());
        }
        if (methods.isEmpty()) throw new Refusal(HttpStatus.NOT_FOUND_404, "there is nothing at /" + String.join("/", path));
        String allowed = String.join(", ", methods);
        throw new Refusal(HttpStatus.METHOD_NOT_ALLOWED_405, method + " is not possible there, only " + allowed, Map.of("Allow", allowed));
    }

    /// @param id the path parameter; empty where the path has none
    record Match(Operation<?, ?> operation, String id) {}

    private record Row(Operation<?, ?> operation, List<String> pattern) {
        boolean fits(List<String> path) {
            if (path.size() != pattern.size()) return false;
            for (int i = 0; i < path.size(); i++)
                if (pattern.get(i).equals(PARAMETER) ? path.get(i).isEmpty() : !pattern.get(i).equals(path.get(i))) return false;
            return true;
        }

        String parameter(List<String> path) {
            int at = pattern.indexOf(PARAMETER);
            return at < 0 ? "" : path.get(at);
        }
    }
}
