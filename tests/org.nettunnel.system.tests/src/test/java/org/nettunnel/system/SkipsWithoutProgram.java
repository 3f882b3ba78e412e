package org.nettunnel.system;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;
import org.nettunnel.system.process.Debian;
import org.opentest4j.TestAbortedException;

/// Skips a test visibly, naming the package, when a program it needs is not installed.
final class SkipsWithoutProgram implements TestExecutionExceptionHandler {
    @Override
    public void handleTestExecutionException(ExtensionContext context, Throwable thrown) throws Throwable {
        if (!(thrown instanceof Debian.Missing missing)) throw thrown;
        System.out.println("SKIPPED " + context.getDisplayName() + ": " + missing.getMessage());
        throw new TestAbortedException(missing.getMessage(), missing);
    }
}
