package org.nettunnel.api.admin.diagnosis;

import java.util.List;

/// What was found on the way to another node, each step behind the one before.
public record DoctorView(List<Check> checks) {
    public DoctorView {
        checks = List.copyOf(checks);
    }

    public boolean isGood() {
        return checks.stream().noneMatch(check -> check.result().equals("bad"));
    }

    /// @param result `good`, `warn` (it may be right all the same), `bad` or `skipped`
    /// @param found  one sentence
    /// @param remedy what to do about it; empty where nothing is to be done
    public record Check(String name, String result, String found, String remedy, long millis) {}
}
