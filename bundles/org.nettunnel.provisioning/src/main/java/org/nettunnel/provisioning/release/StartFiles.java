package org.nettunnel.provisioning.release;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.nettunnel.provisioning.metadata.BundleName;
import org.nettunnel.provisioning.trust.SiteRefused;

/// What the framework reads at its start, for other versions of the bundles: levels and settings stay as they are.
final class StartFiles {
    private static final Pattern JAR = Pattern.compile("([A-Za-z0-9._-]+?)_\\d+(?:\\.\\d+){0,2}(?:\\.[A-Za-z0-9_-]+)?\\.jar");
    private static final String HEAD = "#encoding=UTF-8\n#version=1\n";
    /// Of a bundle that is new: it starts when it is needed, as most do.
    private static final String USUAL = "4,false";
    private static final int FIELDS = 5;

    private StartFiles() {}

    /// @param before `bundles.info` as it is
    static String bundles(String before, List<BundleName> bundles) {
        Map<String, String> levels = new HashMap<>();
        for (String line : before.lines().toList()) {
            String[] fields = line.split(",", FIELDS);
            if (!line.startsWith("#") && fields.length == FIELDS) levels.put(fields[0], fields[3] + "," + fields[4]);
        }
        return bundles.stream().map(bundle -> bundle.name() + "," + bundle.version() + ",plugins/" + file(bundle) + "," + levels.getOrDefault(bundle.name(), USUAL) + "\n")
                .sorted().collect(Collectors.joining("", HEAD, ""));
    }

    /// @param before `config.ini` as it is
    static String config(String before, List<BundleName> bundles) throws SiteRefused {
        Map<String, String> files = new HashMap<>();
        for (BundleName bundle : bundles) files.put(bundle.name(), file(bundle));
        var text = new StringBuilder();
        Matcher jar = JAR.matcher(before);
        while (jar.find()) {
            @Nullable String file = files.get(jar.group(1));
            if (file == null) throw new SiteRefused("the new release has no " + jar.group(1) + ", with which this installation starts: put the new installation in the place of this one");
            jar.appendReplacement(text, Matcher.quoteReplacement(file));
        }
        return jar.appendTail(text).toString();
    }

    static String file(BundleName bundle) {
        return bundle.name() + "_" + bundle.version() + ".jar";
    }
}
