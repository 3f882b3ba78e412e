package org.nettunnel.admin;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.eclipse.jetty.http.HttpStatus;
import org.nettunnel.admin.call.Refusal;
import org.nettunnel.api.admin.EventStream;
import org.nettunnel.api.admin.Operation;
import org.nettunnel.api.admin.Operation.Method;

/// Finds the row of the operation table that a request means.
final class Paths {
    private static final String PARAMETER = "{id}";
    private final List<Row> rows = new ArrayList<>();

    Paths(List<Operation<?, ?>> operations) {
        for (Operation<?, ?> operation : operations)
            rows.add(new Row(operation, List.of((Operation.PREFIX + operation.path()).substring(1).split("/"))));
    }

    /// HEAD means GET; whoever sends the answer leaves out its body.
    ///
    /// @throws Refusal 404 for a path that no row has, 405 for a method that none of its rows has
    Match find(String method, List<String> path) throws Refusal {
        String meant = method.equals("HEAD") ? Method.GET.name() : method;
        for (Row row : rows)
            if (row.fits(path) && row.takes(method) && row.operation.method().name().equals(meant)) return new Match(row.operation, row.parameter(path));
        String allowed = allowed(path);
        throw new Refusal(HttpStatus.METHOD_NOT_ALLOWED_405, method + " is not possible there, only " + allowed, Map.of("Allow", allowed));
    }

    /// What an Allow header says of a path.
    ///
    /// @throws Refusal 404 for a path that no row has
    String allowed(List<String> path) throws Refusal {
        Set<String> methods = new LinkedHashSet<>();
        for (Row row : rows) {
            if (!row.fits(path)) continue;
            methods.add(row.operation.method().name());
            if (row.operation.method() == Method.GET && row.takes("HEAD")) methods.add("HEAD");
        }
        if (methods.isEmpty()) throw new Refusal(HttpStatus.NOT_FOUND_404, "there is nothing at /" + String.join("/", path));
        methods.add("OPTIONS");
        return String.join(", ", methods);
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

        boolean takes(String method) {
            return !method.equals("HEAD") || operation.response() != EventStream.class;
        }

        String parameter(List<String> path) {
            int at = pattern.indexOf(PARAMETER);
            return at < 0 ? "" : path.get(at);
        }
    }
}
