package org.nettunnel.provisioning.site;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

import org.nettunnel.api.provisioning.SiteIndex;
import org.nettunnel.provisioning.trust.Caps;
import org.nettunnel.provisioning.trust.EntryName;
import org.nettunnel.provisioning.trust.SiteRefused;

/// What an index may say.
final class IndexRules {
    static final String CONTENT = "content.jar";
    static final String ARTIFACTS = "artifacts.jar";
    /// Anything else p2 would read too, such as `content.xml.xz`, is not what was looked at.
    private static final Pattern FILE = Pattern.compile("content\\.jar|artifacts\\.jar|p2\\.index|(plugins|features)/[^/]+\\.jar|binary/[^/]+");
    private static final Pattern ID = Pattern.compile("[a-z][a-z0-9]*([._-][a-zA-Z0-9]+)*");
    private static final Pattern VERSION = Pattern.compile("[0-9]{1,9}\\.[0-9]{1,9}\\.[0-9]{1,9}(\\.[A-Za-z0-9_-]{1,80})?");
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
    private static final int LONGEST_ID = 150;
    private static final int LONGEST_LABEL = 200;
    /// Clocks differ.
    private static final Duration AHEAD = Duration.ofDays(1);

    private IndexRules() {}

    static void check(SiteIndex index, Instant now) throws SiteRefused {
        if (index.format() != SiteIndex.FORMAT)
            throw new SiteRefused("the site's index has format " + index.format() + " and this node reads " + SiteIndex.FORMAT + "; update the node, or take an older site");
        if (!isId(index.site())) throw new SiteRefused("the site's index has a site id that is none");
        if (index.version() < 1) throw new SiteRefused("the index of " + index.site() + " has version " + index.version() + "; they count from 1");
        checkTimes(index, now);
        checkFiles(index);
        checkFeatures(index);
    }

    static boolean isId(String text) {
        return text.length() <= LONGEST_ID && ID.matcher(text).matches();
    }

    private static void checkTimes(SiteIndex index, Instant now) throws SiteRefused {
        if (!now.isBefore(index.expires()))
            throw new SiteRefused("the index of " + index.site() + " expired at " + index.expires() + " and is not believed any more; this node's clock says " + now
                    + ": set the clock if it is wrong, else the site must be signed anew");
        if (index.created().isAfter(now.plus(AHEAD)))
            throw new SiteRefused("the index of " + index.site() + " was made at " + index.created() + ", and this node's clock says " + now + ": set the clock");
    }

    private static void checkFiles(SiteIndex index) throws SiteRefused {
        if (index.files().size() > Caps.FILES) throw new SiteRefused("the index of " + index.site() + " lists " + index.files().size() + " files; at most " + Caps.FILES + " may be");
        Set<String> paths = new HashSet<>();
        long total = 0;
        for (SiteIndex.File file : index.files()) {
            EntryName.checkFile(file.path());
            if (!FILE.matcher(file.path()).matches()) throw new SiteRefused("the index of " + index.site() + " lists '" + file.path() + "', which is no file of an update site");
            if (!paths.add(file.path().toLowerCase(Locale.ROOT))) throw new SiteRefused("the index of " + index.site() + " lists '" + file.path() + "' twice");
            if (!SHA256.matcher(file.sha256()).matches()) throw new SiteRefused("the index of " + index.site() + " has no SHA-256 of " + file.path());
            if (file.size() < 0 || file.size() > Caps.FILE)
                throw new SiteRefused("the index of " + index.site() + " says that " + file.path() + " has " + file.size() + " bytes; at most " + Caps.FILE + " may be");
            total += file.size();
        }
        if (total > Caps.SITE) throw new SiteRefused("the files of " + index.site() + " have " + total + " bytes; at most " + Caps.SITE + " may be");
        if (!paths.contains(CONTENT) || !paths.contains(ARTIFACTS)) throw new SiteRefused("the index of " + index.site() + " lists no " + CONTENT + " and " + ARTIFACTS);
    }

    private static void checkFeatures(SiteIndex index) throws SiteRefused {
        Set<String> seen = new HashSet<>();
        for (SiteIndex.Listed feature : index.features()) {
            if (!isId(feature.id()) || !feature.id().endsWith(".feature") || !VERSION.matcher(feature.version()).matches())
                throw new SiteRefused("the index of " + index.site() + " lists a feature whose id or version is none");
            if (feature.label().length() > LONGEST_LABEL || feature.label().chars().anyMatch(Character::isISOControl))
                throw new SiteRefused("the index of " + index.site() + " gives " + feature.id() + " a label that cannot be shown");
            if (!seen.add(feature.id() + " " + feature.version())) throw new SiteRefused("the index of " + index.site() + " lists " + feature.id() + " twice");
        }
    }
}
