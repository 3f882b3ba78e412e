package org.nettunnel.cli.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Which plugins of which release `bin/nettunnel` starts; the Java it finds here only says what it was told.
@DisabledOnOs(OS.WINDOWS)
class StartScriptTest {
    private static final String SCRIPT = "features/org.nettunnel.command.feature/rootfiles/bin/nettunnel";
    @TempDir
    Path folder;
    private Path home;
    private Path releases;

    @BeforeEach
    void makeAnInstallation() throws IOException {
        Path script = Path.of(System.getProperty("nettunnel.root", "../.."), SCRIPT);
        assumeTrue(Files.exists(script), "the source tree is not at hand: -Dnettunnel.root");
        home = Files.createDirectories(folder.toRealPath().resolve("home"));
        releases = home.resolve("releases");
        Files.createDirectories(home.resolve("bin"));
        program(home.resolve("bin/nettunnel"), Files.readString(script));
        Files.createDirectories(folder.resolve("java/bin"));
        Files.writeString(folder.resolve("java/release"), "JAVA_VERSION=\"25.0.1\"\n");
        program(folder.resolve("java/bin/java"), "#!/bin/sh\nprintf '%s\\n' \"$@\"\n");
        plugins(home, "0.1.0");
    }

    private static void program(Path file, String text) throws IOException {
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }

    private static void plugins(Path home, String... versions) throws IOException {
        Files.createDirectories(home.resolve("plugins"));
        Files.createDirectories(home.resolve("configuration"));
        Files.writeString(home.resolve("configuration/config.ini"), "");
        for (String version : versions)
            for (String name : List.of("org.nettunnel.cli", "org.nettunnel.client", "picocli"))
                Files.writeString(home.resolve("plugins/" + name + "_" + version + ".jar"), "");
    }

    private void release(String version) throws IOException {
        plugins(releases.resolve(version), version);
    }

    private void point(String pointer, String release) throws IOException {
        Files.createDirectories(releases);
        Files.writeString(releases.resolve(pointer), release + "\n");
    }

    private String pointer(String name) throws IOException {
        return Files.exists(releases.resolve(name)) ? Files.readString(releases.resolve(name)).strip() : "";
    }

    /// What Java was told.
    private List<String> start(String command) throws Exception {
        var builder = new ProcessBuilder(home.resolve("bin/nettunnel").toString(), command).redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", folder.resolve("java").toString());
        builder.environment().put("XDG_CACHE_HOME", folder.resolve("cache").toString());
        Process process = builder.start();
        List<String> said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        assertEquals(0, process.waitFor(), said.toString());
        return said;
    }

    private List<String> path(String command) throws Exception {
        List<String> said = start(command);
        List<String> path = new ArrayList<>();
        for (String jar : said.get(said.indexOf("-cp") + 1).split(":")) path.add(home.relativize(Path.of(jar)).toString());
        return path;
    }

    private static Optional<String> property(List<String> said, String name) {
        return said.stream().filter(each -> each.startsWith("-D" + name + "=")).map(each -> each.substring(name.length() + 3)).findAny();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.1.9 0.1.10", "0.9.0 0.10.0", "9.0.0 10.0.0", "0.1.10.a 0.1.10.b", "2.0.20 2.0.20.v2025", "1.2 1.2.1", "0.1.0.202611230044 0.1.1.202511230044"})
    void takesTheNewestOfEachPluginAsOsgiComparesVersions(String versions) throws Exception {
        String[] both = versions.split(" ");
        Files.delete(home.resolve("plugins/org.nettunnel.cli_0.1.0.jar"));
        for (String version : List.of(both[0], both[1])) Files.writeString(home.resolve("plugins/org.nettunnel.cli_" + version + ".jar"), "");
        assertEquals("plugins/org.nettunnel.cli_" + both[1] + ".jar", path("version").getFirst());
        assertEquals("org.nettunnel.cli_" + both[1] + ".jar", new Plugins(home).jar("org.nettunnel.cli").getFileName().toString(), "as the command itself has it");
    }

    @Test
    void startsWhatLiesThereWhereNoReleaseCame() throws Exception {
        List<String> plugins = List.of("plugins/org.nettunnel.cli_0.1.0.jar", "plugins/org.nettunnel.client_0.1.0.jar", "plugins/picocli_0.1.0.jar");
        assertEquals(plugins, path("run"));
        Files.createDirectories(releases.resolve(".staging"));
        assertEquals(plugins, path("run"));
        assertEquals(Optional.of(home.toString()), property(start("run"), "nettunnel.home"));
    }

    @Test
    void startsTheReleaseThatIsCurrent() throws Exception {
        release("0.2.0");
        point("current", "0.2.0");
        assertEquals("releases/0.2.0/plugins/org.nettunnel.cli_0.2.0.jar", path("run").getFirst());
        assertEquals("releases/0.2.0/plugins/org.nettunnel.cli_0.2.0.jar", path("status").getFirst());
        List<String> said = start("run");
        assertEquals(Optional.of(releases.resolve("0.2.0").toString()), property(said, "nettunnel.home"));
        assertEquals(Optional.of(home.toString()), property(said, "nettunnel.installation"));
        assertEquals(Optional.empty(), property(said, "nettunnel.trying"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.3.0", "../../elsewhere", "", ".staging"})
    void startsWhatLiesThereWhereTheCurrentOneIsGone(String current) throws Exception {
        Files.createDirectories(releases.resolve(".staging/configuration"));
        Files.writeString(releases.resolve(".staging/configuration/config.ini"), "");
        point("current", current);
        assertEquals("plugins/org.nettunnel.cli_0.1.0.jar", path("run").getFirst());
    }

    @Test
    void triesTheNextReleaseOnceAndGoesBackWhereItDidNotComeUp() throws Exception {
        release("0.2.0");
        point("next", "0.2.0");
        assertEquals("plugins/org.nettunnel.cli_0.1.0.jar", path("status").getFirst(), "a command tries nothing");
        assertEquals("0.2.0", pointer("next"));
        List<String> said = start("run");
        assertEquals(Optional.of(releases.resolve("0.2.0").toString()), property(said, "nettunnel.home"));
        Path trying = Path.of(property(said, "nettunnel.trying").orElseThrow());
        assertEquals("0.2.0", Files.readString(trying).strip());
        assertFalse(Files.exists(releases.resolve("next")));
        assertEquals("plugins/org.nettunnel.cli_0.1.0.jar", path("run").getFirst(), "that process ended and nobody said that it was good");
        assertEquals("0.2.0", pointer("failed"));
        assertFalse(Files.exists(trying));
    }

    @Test
    void anotherNodeDoesNotTakePartInATrialThatIsUnderWay() throws Exception {
        release("0.2.0");
        String trying = "trying." + ProcessHandle.current().pid();
        point(trying, "0.2.0");
        assertEquals("plugins/org.nettunnel.cli_0.1.0.jar", path("run").getFirst());
        assertEquals("0.2.0", pointer(trying), "it is still being tried");
    }

    @Test
    void aNextReleaseThatIsNotThereIsNotTried() throws Exception {
        point("next", "0.2.0");
        assertEquals("plugins/org.nettunnel.cli_0.1.0.jar", path("run").getFirst());
        assertEquals(Optional.empty(), property(start("run"), "nettunnel.trying"));
    }

    @Test
    void keepsTheArchivesThatWereUsedLast() throws Exception {
        Path cache = Files.createDirectories(folder.resolve("cache/nettunnel"));
        for (int i = 0; i < 40; i++) archive(cache, "status-25-" + i, Duration.ofHours(i));
        Path other = Files.writeString(cache.resolve("notes.txt"), "mine");
        start("status");
        assertEquals(names(0, 19), archives(cache), "with the one that this command makes there are 20");
        assertTrue(Files.exists(other), "what is no archive is not touched");
        archive(cache, "doctor-25-7", Duration.ofDays(40));
        start("status");
        assertEquals(names(0, 19), archives(cache));
    }

    @Test
    void removesWhatWasNotUsedForAMonthHoweverFewThereAre() throws Exception {
        Path cache = Files.createDirectories(folder.resolve("cache/nettunnel"));
        archive(cache, "status-25-0", Duration.ofDays(20));
        archive(cache, "doctor-25-1", Duration.ofDays(40));
        start("status");
        assertEquals(names(0, 1), archives(cache));
    }

    @Test
    void looksForOldArchivesOnlyWhereItMakesOne() throws Exception {
        Path cache = Files.createDirectories(folder.resolve("cache/nettunnel"));
        String own = start("status").stream().filter(each -> each.startsWith("-XX:SharedArchiveFile=")).findAny().orElseThrow();
        Files.writeString(Path.of(own.substring(own.indexOf('=') + 1)), "");
        for (int i = 0; i < 40; i++) archive(cache, "status-25-" + i, Duration.ofHours(i));
        start("status");
        assertEquals(41, archives(cache).size());
    }

    @Test
    void severalThatStartAtOnceAreNotInEachOthersWay() throws Exception {
        Path cache = Files.createDirectories(folder.resolve("cache/nettunnel"));
        for (int i = 0; i < 200; i++) archive(cache, "status-25-" + i, Duration.ofHours(i));
        List<FutureTask<List<String>>> all = new ArrayList<>();
        for (int i = 0; i < 6; i++) all.add(new FutureTask<>(() -> start("status")));
        all.forEach(Thread::startVirtualThread);
        for (FutureTask<List<String>> each : all) assertEquals("-XX:TieredStopAtLevel=1", each.get(60, TimeUnit.SECONDS).getFirst(), "and nothing before it");
        assertEquals(names(0, 19), archives(cache));
    }

    private static void archive(Path cache, String name, Duration unused) throws IOException {
        Path made = Files.writeString(cache.resolve(name + ".jsa"), "");
        Files.setAttribute(made, "lastAccessTime", FileTime.from(Instant.now().minus(unused)));
    }

    private static Set<String> names(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> "status-25-" + i + ".jsa").collect(Collectors.toSet());
    }

    private static Set<String> archives(Path cache) throws IOException {
        try (Stream<Path> all = Files.list(cache)) {
            return all.map(each -> each.getFileName().toString()).filter(name -> name.endsWith(".jsa")).collect(Collectors.toSet());
        }
    }

    @Test
    void theInstallationItselfCanBeTriedAgain() throws Exception {
        release("0.2.0");
        point("current", "0.2.0");
        point("next", "base");
        List<String> said = start("run");
        assertEquals(Optional.of(home.toString()), property(said, "nettunnel.home"));
        assertTrue(property(said, "nettunnel.trying").isPresent());
    }
}
