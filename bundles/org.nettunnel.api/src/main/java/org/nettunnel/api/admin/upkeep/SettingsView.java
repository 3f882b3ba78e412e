package org.nettunnel.api.admin.upkeep;

import java.util.List;

import org.nettunnel.api.node.Knobs;

/// All settings of the node.
public record SettingsView(List<Knobs.Setting> settings) {}
