package org.nettunnel.provisioning.trust;

import java.util.regex.Pattern;

/// Names of files and entries as they may be: relative, below where they belong, the same on every file system.
public final class EntryName {
    private static final int LONGEST = 400;
    private static final Pattern STRANGE = Pattern.compile("[\\x00-\\x1f\\x7f\\\\:*?\"<>|]");
    private static final Pattern SEGMENT = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._+-]{0,199}");

    private EntryName() {}

    /// An entry of a jar or zip.
    public static void check(String archive, String path) throws SiteRefused {
        boolean isOutside = path.startsWith("/") || ("/" + path + "/").contains("/../") || ("/" + path + "/").contains("/./");
        if (path.isEmpty() || isOutside || path.contains("//") || path.length() > LONGEST || STRANGE.matcher(path).find())
            throw new SiteRefused(archive + " has an entry with a name that leads elsewhere or does not fit everywhere: '" + printable(path) + "'");
    }

    /// A file of a site.
    public static void checkFile(String path) throws SiteRefused {
        boolean isGood = path.length() <= LONGEST;
        for (String segment : path.split("/", -1)) isGood = isGood && SEGMENT.matcher(segment).matches();
        if (!isGood) throw new SiteRefused("the index lists a file with a name that leads elsewhere or does not fit everywhere: '" + printable(path) + "'");
    }

    private static String printable(String path) {
        String shown = path.length() > 100 ? path.substring(0, 100) + "…" : path;
        return shown.replaceAll("\\p{Cntrl}", "?");
    }
}
