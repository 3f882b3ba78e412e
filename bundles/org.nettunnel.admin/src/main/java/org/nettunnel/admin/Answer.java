package org.nettunnel.admin;

import java.util.Map;

/// What goes back.
///
/// @param body empty for none
record Answer(int status, String contentType, byte[] body, Map<String, String> headers) {}
