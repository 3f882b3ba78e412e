package org.nettunnel.admin.call;

import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.admin.Operation.Query;

/// What a request gives beside its body.
///
/// @param token       it came with; empty without one
/// @param query       by name; only parameters that the row has
/// @param ifMatch     the header of that name
/// @param lastEventId the header of that name
public record Given(String token, Map<String, String> query, @Nullable String ifMatch, @Nullable String lastEventId) {
    public @Nullable String text(Query parameter) {
        return query.get(parameter.name());
    }

    public boolean flag(Query parameter) {
        return "true".equals(query.get(parameter.name()));
    }

    /// @throws Refusal 400 for one out of `least` to `most`
    public long number(Query parameter, long usual, long least, long most) throws Refusal {
        String text = query.get(parameter.name());
        if (text == null) return usual;
        try {
            long number = Long.parseLong(text);
            if (number >= least && number <= most) return number;
        } catch (NumberFormatException _) {
            // the sentence is the same
        }
        throw Refusal.parameter(parameter.name(), "is '" + text + "', which is not in " + least + ".." + most);
    }

    @Override
    public String toString() {
        return "Given[query=" + query.keySet() + "]";
    }
}
