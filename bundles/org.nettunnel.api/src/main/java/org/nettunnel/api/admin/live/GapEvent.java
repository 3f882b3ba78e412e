package org.nettunnel.api.admin.live;

import java.util.List;

/// Events were left out here, because there were too many, or the reader was too slow or too long away: lists tell what is.
///
/// @param types of the events that may be missing
public record GapEvent(List<String> types) {}
