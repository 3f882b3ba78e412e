package org.nettunnel.admin;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.nettunnel.admin.call.Refusal;
import org.nettunnel.api.admin.Operation;
import org.nettunnel.api.admin.Operation.Query;

/// Takes the query parameters that a row has, and no others.
final class QueryCheck {
    private QueryCheck() {}

    /// @throws Refusal 400 for one that the row does not have, one given twice, or one that is no number or flag where it must be
    static Map<String, String> check(Operation<?, ?> row, Map<String, List<String>> given) throws Refusal {
        var taken = new HashMap<String, String>();
        for (var entry : given.entrySet()) {
            Query parameter = row.query().stream().filter(each -> each.name().equals(entry.getKey())).findFirst().orElseThrow(() -> unknown(row, entry.getKey()));
            if (entry.getValue().size() != 1) throw Refusal.parameter(parameter.name(), "is given more than once");
            taken.put(parameter.name(), fitting(parameter, entry.getValue().getFirst()));
        }
        return taken;
    }

    private static String fitting(Query parameter, String value) throws Refusal {
        boolean fits = switch (parameter.type()) {
            case TEXT -> true;
            case NUMBER -> value.matches("-?\\d{1,18}");
            case FLAG -> value.equals("true") || value.equals("false");
        };
        if (!fits) throw Refusal.parameter(parameter.name(), "is '" + value + "', which is not " + switch (parameter.type()) {
            case TEXT -> "a text";
            case NUMBER -> "a whole number";
            case FLAG -> "'true' or 'false'";
        });
        return value;
    }

    private static Refusal unknown(Operation<?, ?> row, String name) {
        List<String> known = row.query().stream().map(Query::name).toList();
        return Refusal.invalid("unknown parameter '" + name + "'; " + (known.isEmpty() ? "there are none here" : "there are: " + String.join(", ", known)));
    }
}
