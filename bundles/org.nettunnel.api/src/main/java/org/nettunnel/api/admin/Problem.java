package org.nettunnel.api.admin;

import java.util.List;

import org.jspecify.annotations.Nullable;

/// An error as RFC 9457 has it, `application/problem+json`.
///
/// @param type     what kind it is; `about:blank` where the status says all
/// @param title    the kind of problem, the same for every occurrence
/// @param status   the HTTP status
/// @param detail   one sentence about this occurrence: the value and the remedy
/// @param instance the path that was asked for; null where it is not known
/// @param fields   of the request's body, and parameters of its query: those that are wrong
public record Problem(String type, String title, int status, String detail, @Nullable String instance, List<Field> fields) {
    public static final String BLANK = "about:blank";
    /// The node has no user yet.
    public static final String NOT_SET_UP = "/api/v1/problems/not-set-up";

    public Problem(String title, int status, String detail) {
        this(BLANK, title, status, detail, null, List.of());
    }

    /// @param field  its name, with those it lies in: `outage.graceSeconds`
    /// @param detail what is wrong with it
    public record Field(String field, String detail) {}
}
