package org.nettunnel.system.site;

import java.util.List;
import java.util.stream.Collectors;

/// The two XML files of a p2 repository, as the tools of Eclipse write them.
final class Metadata {
    private Metadata() {}

    /// `content.xml` of one feature and its bundles.
    static String content(String feature, String version, List<BundleJar> bundles) {
        StringBuilder units = new StringBuilder(featureUnits(feature, version, bundles));
        for (BundleJar bundle : bundles) units.append(bundleUnit(bundle));
        return """
                <?xml version='1.0' encoding='UTF-8'?>
                <?metadataRepository version='1.2.0'?>
                <repository name='%s' type='org.eclipse.equinox.internal.p2.metadata.repository.LocalMetadataRepository' version='1'>
                  <properties size='2'>
                    <property name='p2.timestamp' value='1750000000000'/>
                    <property name='p2.compressed' value='true'/>
                  </properties>
                  <units size='%d'>
                %s  </units>
                </repository>
                """.formatted(feature, bundles.size() + 2, units);
    }

    private static String featureUnits(String feature, String version, List<BundleJar> bundles) {
        String required = bundles.stream().map(bundle -> required(bundle.name(), bundle.version())).collect(Collectors.joining());
        return """
                    <unit id='%1$s.feature.group' version='%2$s' singleton='false'>
                      <update id='%1$s.feature.group' range='[0.0.0,%2$s)' severity='0'/>
                      <properties size='2'>
                        <property name='org.eclipse.equinox.p2.name' value='%1$s'/>
                        <property name='org.eclipse.equinox.p2.type.group' value='true'/>
                      </properties>
                      <provides size='1'>
                        <provided namespace='org.eclipse.equinox.p2.iu' name='%1$s.feature.group' version='%2$s'/>
                      </provides>
                      <requires size='%3$d'>
                %4$s        <required namespace='org.eclipse.equinox.p2.iu' name='%1$s.feature.jar' range='[%2$s,%2$s]'>
                          <filter>(org.eclipse.update.install.features=true)</filter>
                        </required>
                      </requires>
                      <touchpoint id='null' version='0.0.0'/>
                    </unit>
                    <unit id='%1$s.feature.jar' version='%2$s'>
                      <properties size='1'>
                        <property name='org.eclipse.equinox.p2.name' value='%1$s'/>
                      </properties>
                      <provides size='3'>
                        <provided namespace='org.eclipse.equinox.p2.iu' name='%1$s.feature.jar' version='%2$s'/>
                        <provided namespace='org.eclipse.equinox.p2.eclipse.type' name='feature' version='1.0.0'/>
                        <provided namespace='org.eclipse.update.feature' name='%1$s' version='%2$s'/>
                      </provides>
                      <filter>(org.eclipse.update.install.features=true)</filter>
                      <artifacts size='1'>
                        <artifact classifier='org.eclipse.update.feature' id='%1$s' version='%2$s'/>
                      </artifacts>
                      <touchpoint id='org.eclipse.equinox.p2.osgi' version='1.0.0'/>
                      <touchpointData size='1'>
                        <instructions size='1'>
                          <instruction key='zipped'>
                            true
                          </instruction>
                        </instructions>
                      </touchpointData>
                    </unit>
                """.formatted(feature, version, bundles.size() + 1, required);
    }

    private static String required(String id, String version) {
        return "        <required namespace='org.eclipse.equinox.p2.iu' name='%1$s' range='[%2$s,%2$s]'/>%n".formatted(id, version);
    }

    /// The unit of a bundle; also what a repository may hold besides.
    static String bundleUnit(BundleJar bundle) {
        return """
                    <unit id='%1$s' version='%2$s' generation='2'>
                      <update id='%1$s' range='[0.0.0,%2$s)' severity='0'/>
                      <properties size='1'>
                        <property name='org.eclipse.equinox.p2.name' value='%1$s'/>
                      </properties>
                      <provides size='3'>
                        <provided namespace='org.eclipse.equinox.p2.iu' name='%1$s' version='%2$s'/>
                        <provided namespace='osgi.bundle' name='%1$s' version='%2$s'/>
                        <provided namespace='org.eclipse.equinox.p2.eclipse.type' name='bundle' version='1.0.0'/>
                      </provides>
                      <artifacts size='1'>
                        <artifact classifier='osgi.bundle' id='%1$s' version='%2$s'/>
                      </artifacts>
                      <touchpoint id='org.eclipse.equinox.p2.osgi' version='1.0.0'/>
                      <touchpointData size='1'>
                        <instructions size='1'>
                          <instruction key='manifest'>
                            Bundle-SymbolicName: %1$s&#xA;Bundle-Version: %2$s
                          </instruction>
                        </instructions>
                      </touchpointData>
                    </unit>
                """.formatted(bundle.name(), bundle.version());
    }

    /// An artifact and what is right of it.
    record Artifact(String classifier, String id, String version, long size, String sha256) {}

    /// `artifacts.xml`.
    static String artifacts(String name, List<Artifact> artifacts) {
        String all = artifacts.stream().map(Metadata::artifact).collect(Collectors.joining());
        return """
                <?xml version='1.0' encoding='UTF-8'?>
                <?artifactRepository version='1.1.0'?>
                <repository name='%s' type='org.eclipse.equinox.p2.artifact.repository.simpleRepository' version='1'>
                  <properties size='2'>
                    <property name='p2.timestamp' value='1750000000000'/>
                    <property name='p2.compressed' value='true'/>
                  </properties>
                  <mappings size='3'>
                    <rule filter='(&amp; (classifier=osgi.bundle))' output='${repoUrl}/plugins/${id}_${version}.jar'/>
                    <rule filter='(&amp; (classifier=binary))' output='${repoUrl}/binary/${id}_${version}'/>
                    <rule filter='(&amp; (classifier=org.eclipse.update.feature))' output='${repoUrl}/features/${id}_${version}.jar'/>
                  </mappings>
                  <artifacts size='%d'>
                %s  </artifacts>
                </repository>
                """.formatted(name, artifacts.size(), all);
    }

    private static String artifact(Artifact artifact) {
        return """
                    <artifact classifier='%s' id='%s' version='%s'>
                      <properties size='3'>
                        <property name='artifact.size' value='%4$d'/>
                        <property name='download.size' value='%4$d'/>
                        <property name='download.checksum.sha-256' value='%5$s'/>
                      </properties>
                    </artifact>
                """.formatted(artifact.classifier(), artifact.id(), artifact.version(), artifact.size(), artifact.sha256());
    }

    /// `feature.xml`.
    static String feature(String feature, String version, List<BundleJar> bundles) {
        String plugins = bundles.stream().map(bundle -> "   <plugin id=\"%s\" version=\"%s\"/>%n".formatted(bundle.name(), bundle.version()))
                .collect(Collectors.joining());
        return """
                <?xml version="1.0" encoding="UTF-8"?>
                <feature id="%s" label="%s" version="%s">
                %s</feature>
                """.formatted(feature, feature, version, plugins);
    }
}
