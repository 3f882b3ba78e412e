package org.nettunnel.provisioning.metadata;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nettunnel.api.provisioning.SiteIndex;
import org.nettunnel.provisioning.site.SiteForge;
import org.nettunnel.provisioning.trust.Jars;
import org.nettunnel.provisioning.trust.SiteRefused;

class SiteMetadataTest {
    private static final String ID = SiteForge.FEATURE;
    private static final Core CORE = new Core(Set.of("org.nettunnel.tunnel", "org.nettunnel.api"), Set.of("org.nettunnel.api.crypto", "com.fasterxml.jackson.core"));
    @TempDir
    Path folder;
    private SiteForge forge;

    @BeforeEach
    void make() {
        forge = new SiteForge(folder.resolve("site"));
    }

    @Test
    void takesABundleAndItsFeature() throws Exception {
        assertEquals(List.of(new BundleName(ID, "1.0.0")), check().bundles());
    }

    @ParameterizedTest
    @ValueSource(strings = {"addJvmArg(jvmArg:-javaagent:/tmp/x.jar);", "addProgramArg(programArg:-console)", "org.eclipse.equinox.p2.touchpoint.natives.chmod(targetDir:x,targetFile:y,permissions:777);",
            "installBundle(bundle:${artifact});setStartLevel(startLevel:1);", "installBundle(bundle:org.elsewhere)", "installFeature(feature:${artifact},featureId:default,featureVersion:default)", "setProgramProperty(propName:osgi.framework,propValue:x)"})
    void refusesEveryActionButInstallingItself(String action) {
        forge.content = text -> text.replace("<instruction key='zipped'> true </instruction>", "<instruction key='install'>" + action + "</instruction>");
        refused("would do more than install bundles");
    }

    @ParameterizedTest
    @ValueSource(strings = {"configure", "unconfigure", "collect", "partition", "uninstal"})
    void refusesOtherMomentsForActions(String key) {
        forge.content = text -> text.replace("<instruction key='zipped'> true </instruction>", "<instruction key='" + key + "'>installBundle(bundle:${artifact})</instruction>");
        refused("would do more than install bundles");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "<touchpoint id='org.eclipse.equinox.p2.osgi'|<touchpoint id='org.eclipse.equinox.p2.native'|which could do more",
            "<unit id='org.example.cipher' version|<unit id='org.nettunnel.tunnel' version|belongs to the node itself",
            "namespace='osgi.bundle' name='org.example.cipher'|namespace='osgi.bundle' name='org.nettunnel.tunnel'|says that it is 'org.nettunnel.tunnel'",
            "namespace='osgi.bundle' name='org.example.cipher'|namespace='osgi.fragment' name='org.nettunnel.tunnel'|is a fragment of",
            "namespace='osgi.bundle' name='org.example.cipher'|namespace='java.package' name='org.nettunnel.api.crypto'|which is not its own",
            "namespace='osgi.bundle' name='org.example.cipher'|namespace='java.package' name='com.fasterxml.jackson.core'|which is not its own",
            "<units size='3'>|<references size='1'><repository uri='https://x.test/' type='0' options='1'/></references><units size='3'>|'references', which is not allowed",
            "<requires size='2'>|<metaRequirements size='0'/><requires size='2'>|'metaRequirements', which is not allowed",
            "<requires size='2'>|<hostRequirements size='0'/><requires size='2'>|'hostRequirements', which is not allowed",
            "<update id='org.example.cipher.feature.feature.group'|<update id='org.nettunnel.node.feature.feature.group'|says that it replaces",
            "version='1.0.0' singleton='false'><update|version='1.0.1' singleton='false'><update|which the site does not hold",
    })
    void refusesUnitsThatAreMoreThanABundleOrFeature(String part, String instead, String why) {
        forge.content = text -> text.replace(part, instead);
        refused(why);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "${repoUrl}/plugins/${id}_${version}.jar|https://x.test/${id}.jar|which is not allowed",
            "name='p2.timestamp' value='1'|name='p2.mirrorsURL' value='https://x.test/'|'p2.mirrorsURL'",
            "name='download.size' value='1'|name='artifact.reference' value='https://x.test/a.jar'|'artifact.reference'",
            "<properties size='1'><property name='download.size' value='1'/></properties>|<processing size='1'><step id='x'/></processing>|'processing', which is not allowed",
            "id='org.example.cipher' version='1.0.0'|id='org.example.other' version='1.0.0'|which the site's signed index does not list",
    })
    void refusesArtifactsThatAreElsewhereOrWouldBeProcessed(String part, String instead, String why) {
        forge.artifacts = text -> text.replace(part, instead);
        refused(why);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "Fragment-Host|system.bundle; extension:=framework|is a fragment of",
            "Fragment-Host|org.nettunnel.tunnel|is a fragment of",
            "DynamicImport-Package|*|packages that it does not name",
            "Import-Package|org.nettunnel.tunnel.handshake|which is not for others",
            "Import-Package|org.nettunnel.api.crypto;version=\"[1.0,2)\",org.eclipse.equinox.p2.core|which is not for others",
            "Export-Package|org.nettunnel.api.crypto;version=\"9.0\"|which is not its own",
            "Export-Package|org.osgi.framework|which is not its own",
            "Require-Bundle|org.nettunnel.node|which is not of this site",
            "Bundle-SymbolicName|org.nettunnel.node|calls itself",
            "Bundle-Version|7.0.0|calls itself",
    })
    void refusesBundlesThatReachIntoOthers(String header, String value, String why) {
        forge.headers = Map.of(header, value);
        refused(why);
    }

    @ParameterizedTest
    @ValueSource(strings = {"java.lang", "org.osgi.framework", "org.eclipse.core.runtime", "org.nettunnel.tunnel"})
    void refusesReservedPackagesAlsoWhereNoCoreIsKnown(String exported) throws Exception {
        forge.headers = Map.of("Export-Package", exported);
        forge.make();
        String sentence = assertThrows(SiteRefused.class, () -> check(new Core(Set.of(), Set.of()))).getMessage();
        assertTrue(sentence.contains("'" + exported + "', which is not its own"), sentence);
    }

    @Test
    void refusesXmlThatGrows() {
        forge.content = text -> text.replace("<repository name='x'", "<!DOCTYPE x [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'>]><repository name='&b;'");
        refused("content.xml of the site cannot be used");
    }

    @Test
    void refusesASmallFileThatUnpacksToALargeOne() {
        forge.content = text -> text + " ".repeat(17 << 20);
        refused("unpacks to more than 16 MiB");
    }

    @Test
    void refusesDeepAndBrokenXml() {
        forge.content = text -> "<a>".repeat(100);
        refused("nested too deeply");
    }

    @Test
    void refusesASecondFileInTheMetadata() throws Exception {
        forge.make();
        Jars.spoil(folder.resolve("site/content.jar"), entries -> entries.put("more.xml", "<a/>".getBytes(StandardCharsets.UTF_8)));
        String sentence = assertThrows(SiteRefused.class, this::checkWhatIsThere).getMessage();
        assertTrue(sentence.contains("must hold content.xml alone"), sentence);
    }

    private SiteMetadata check() throws SiteRefused, IOException {
        forge.make();
        return checkWhatIsThere();
    }

    private SiteMetadata checkWhatIsThere() throws SiteRefused, IOException {
        return check(CORE);
    }

    private SiteMetadata check(Core core) throws SiteRefused, IOException {
        var file = new SiteIndex.File("plugins/" + ID + "_1.0.0.jar", "", 1);
        var feature = new SiteIndex.File("features/" + ID + ".feature_1.0.0.jar", "", 1);
        var now = java.time.Instant.now();
        var index = new SiteIndex(1, ID, 1, now, now, List.of(file, feature), List.of(new SiteIndex.Listed(ID + ".feature", "1.0.0", "Example")));
        return SiteMetadata.check(folder.resolve("site"), index, core);
    }

    private void refused(String part) {
        String sentence = assertThrows(SiteRefused.class, this::check).getMessage();
        assertTrue(sentence.contains(part), sentence);
    }
}
