package org.nettunnel.admin;

import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.admin.EventStream;

/// What goes back.
///
/// @param body   empty for none
/// @param events what goes back instead of a body, for as long as it lasts; null without
record Answer(int status, String contentType, byte[] body, Map<String, String> headers, @Nullable EventStream events) {
    Answer(int status, String contentType, byte[] body, Map<String, String> headers) {
        this(status, contentType, body, headers, null);
    }
}
