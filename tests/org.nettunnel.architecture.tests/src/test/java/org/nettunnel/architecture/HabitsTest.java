package org.nettunnel.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import java.util.Random;

import org.junit.jupiter.api.Test;

/// What the house style forbids and a compiler does not see.
class HabitsTest {
    /// TunnelRunner waits before it dials again; stopping the tunnel interrupts its thread.
    private static final String MAY_SLEEP = "org\\.nettunnel\\.tunnel\\.TunnelRunner";
    /// The setup code must reach no log file, and a node that cannot start at all says so.
    private static final String MAY_SPEAK = "org\\.nettunnel\\.node\\.osgi\\.StartConsole";
    /// A node that cannot start at all ends rather than run half; one that was asked to end and did has not failed.
    private static final String MAY_END = "org\\.nettunnel\\.node\\.osgi\\.(StartConsole|CleanStop|RestartComponent)";

    @Test
    void nothingIsDrawnFromAPredictableRandom() {
        Seeded.check(
                noClasses().should().dependOnClassesThat().haveFullyQualifiedName(Random.class.getName())
                        .because("its next number follows from two seen before; SecureRandom for secrets, ThreadLocalRandom for jitter"),
                "package org.nettunnel.tunnel; public class Dice { int roll() { return new java.util.Random().nextInt(6); } }");
    }

    @Test
    void nothingSleeps() {
        Seeded.check(
                noClasses().that().haveNameNotMatching(MAY_SLEEP).should().callMethodWhere(Calls.named(Thread.class, "sleep"))
                        .because("who sleeps cannot be told to stop; wait on a condition with a time limit"),
                "package org.nettunnel.tunnel; public class Lazy { void wait1() throws Exception { Thread.sleep(1000); } }");
    }

    @Test
    void onlyTheCommandLineWritesToTheConsole() {
        Seeded.check(
                noClasses().that().resideOutsideOfPackage("org.nettunnel.cli..").and().haveNameNotMatching(MAY_SPEAK).should().accessField(System.class, "out")
                        .orShould().accessField(System.class, "err")
                        .because("a node speaks through its log, which has a level, a format and a place"),
                "package org.nettunnel.node; public class Loud { void shout() { System.err.println(); } }");
    }

    @Test
    void logLinesHaveNoPlaceholders() {
        Seeded.check(
                noClasses().should().callMethod(System.Logger.class, "log", System.Logger.Level.class, String.class, Object[].class)
                        .because("placeholders print 52845 as 52,845, and an apostrophe swallows them; facts are joined: \"listening port=\" + port"),
                "package org.nettunnel.node; public class Pretty { void tell(System.Logger log, int port) { log.log(System.Logger.Level.INFO, \"port={0}\", port); } }");
    }

    @Test
    void nothingPrintsStackTraces() {
        Seeded.check(
                noClasses().should().callMethodWhere(Calls.bare(Throwable.class, "printStackTrace"))
                        .because("a failure is logged with its facts or thrown on, never dropped on the console"),
                "package org.nettunnel.node; public class Shrug { void run(Exception e) { e.printStackTrace(); } }");
    }

    @Test
    void onlyTheCommandLineEndsTheProcess() {
        Seeded.check(
                noClasses().that().resideOutsideOfPackage("org.nettunnel.cli..").and().haveNameNotMatching(MAY_END).should().callMethodWhere(Calls.named(System.class, "exit"))
                        .orShould().callMethodWhere(Calls.named(Runtime.class, "halt"))
                        .because("a bundle may be stopped and started; it must not take the other tunnels along"),
                "package org.nettunnel.http; public class Drama { void run() { System.exit(1); } }");
    }

    @Test
    void namesSayWhatAThingIs() {
        Seeded.check(
                noClasses().should().haveNameMatching(".*(Manager|Handler|Helper|Utils?|Common|Impl|Data|Info|Packet|Channel)")
                        .because("such a name fits everything, so everything ends up there"),
                "package org.nettunnel.node; public class TunnelManager {}");
    }

    @Test
    void nothingIsDeserialized() {
        Seeded.check(
                noClasses().should().dependOnClassesThat().haveFullyQualifiedName("java.io.ObjectInputStream")
                        .because("Java's own object streams run code of the sender's choice"),
                "package org.nettunnel.node; public class Trusting { Object take(java.io.ObjectInputStream in) throws Exception { return in.readObject(); } }");
    }
}
