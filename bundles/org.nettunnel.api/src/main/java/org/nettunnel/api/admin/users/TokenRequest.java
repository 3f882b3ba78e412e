package org.nettunnel.api.admin.users;

import java.util.List;

/// Makes a personal access token.
///
/// @param scopes  of `read`, `operate`, `configure`, `administer` and `metrics`
/// @param expires a time such as `2027-01-31T00:00:00Z`, at most a year from now
public record TokenRequest(String name, List<String> scopes, String expires) {}
