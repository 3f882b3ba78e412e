package org.nettunnel.cli.shell;

/// A command that talks to no node: its help offers neither `--node` nor `--via`, and who gives one is told.
public interface NeedsNoNode extends Shell.Task {}
