package org.nettunnel.provisioning.trust;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;

import org.jspecify.annotations.Nullable;

/// The files of a jar's one signature: the manifest, `X.SF` and `X.RSA`, `X.EC` or `X.DSA`.
///
/// @param digests path of the `.SF` file
record SignatureBlock(String jar, String digests) {
    private static final Map<String, String> DIGESTS = Map.of("SHA-256", "SHA-256", "SHA-384", "SHA-384", "SHA-512", "SHA-512");

    /// What the JDK takes for part of a signature is not covered by it: so there is nothing but the one.
    static SignatureBlock of(JarFile jar, String name) throws SiteRefused {
        List<String> files = new ArrayList<>();
        for (JarEntry entry : jar.stream().toList())
            if (SignedJar.isOfTheSignature(entry.getName()) && !entry.getName().equals(JarFile.MANIFEST_NAME)) files.add(entry.getName());
        if (files.isEmpty()) throw new SiteRefused(name + " is not signed; every file of a site must be");
        files.sort((a, b) -> Boolean.compare(!isDigests(a), !isDigests(b)));
        if (files.size() != 2 || !isDigests(files.getFirst()) || isDigests(files.getLast()) || !stem(files.getFirst()).equals(stem(files.getLast())))
            throw new SiteRefused(name + " must have one signature, which is two files, and has " + files);
        return new SignatureBlock(name, files.getFirst());
    }

    private static boolean isDigests(String path) {
        return path.toUpperCase(Locale.ROOT).endsWith(".SF");
    }

    private static String stem(String path) {
        return path.substring(0, Math.max(path.lastIndexOf('.'), 0));
    }

    /// The manifest as a whole is as it was signed, its main section too, and its digests are not weak ones.
    void check(JarFile file, Manifest manifest) throws SiteRefused, IOException {
        for (Map.Entry<String, Attributes> section : manifest.getEntries().entrySet()) {
            for (Object key : section.getValue().keySet()) {
                String text = key.toString();
                if (text.endsWith("-Digest") && !DIGESTS.containsKey(text.substring(0, text.length() - "-Digest".length())))
                    throw new SiteRefused(jar + " is signed with " + text.replace("-Digest", "") + " digests, which are too weak; SHA-256 it must be");
            }
        }
        Attributes signed = new Manifest(open(file, digests)).getMainAttributes();
        byte[] whole = open(file, JarFile.MANIFEST_NAME).readAllBytes();
        for (String algorithm : DIGESTS.keySet()) {
            String digest = signed.getValue(algorithm + "-Digest-Manifest");
            if (digest == null) continue;
            if (!MessageDigest.isEqual(sum(algorithm, whole), Base64.getDecoder().decode(digest)))
                throw new SiteRefused(jar + " was changed after it was signed: its manifest is another");
            return;
        }
        throw new SiteRefused(jar + " is signed with digests that are too weak; SHA-256 it must be");
    }

    private InputStream open(JarFile file, String path) throws SiteRefused, IOException {
        @Nullable ZipEntry entry = file.getEntry(path);
        if (entry == null) throw new SiteRefused(jar + " has no " + path);
        return file.getInputStream(entry);
    }

    private static byte[] sum(String algorithm, byte[] content) {
        try {
            return MessageDigest.getInstance(algorithm).digest(content);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("this Java has no " + algorithm, impossible);
        }
    }
}
