package org.nettunnel.provisioning.release;

import java.util.regex.Pattern;

/// What the folder of a release may be called: the version of the core in it.
final class ReleaseName {
    private static final Pattern VERSION = Pattern.compile("[0-9]{1,9}\\.[0-9]{1,9}\\.[0-9]{1,9}(\\.[A-Za-z0-9_-]{1,80})?");

    private ReleaseName() {}

    static boolean is(String name) {
        return VERSION.matcher(name).matches();
    }
}
