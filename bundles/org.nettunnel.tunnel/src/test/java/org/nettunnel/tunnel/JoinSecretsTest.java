package org.nettunnel.tunnel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

import org.junit.jupiter.api.Test;
import org.nettunnel.api.crypto.Secret;

/// The class itself in all the ways that `tests/models/join.pml` allows, and three others that look as good and are not.
class JoinSecretsTest {
    private static final int ATTEMPTS = 4;

    private static Secret secret(long n) {
        return Secret.of(new byte[] { (byte) n });
    }

    /// What one side that is dialled does; secrets are numbers, 0 the first, k that of attempt k.
    private interface Dialled {
        boolean accepts(int secret);

        boolean proves(int attempt, int boundBy);

        boolean follows(int attempt);

        void opened(int attempt);
    }

    private static Dialled real() {
        var secrets = new JoinSecrets(secret(0));
        return new Dialled() {
            @Override
            public boolean accepts(int n) {
                return secrets.accepted().contains(secret(n));
            }

            @Override
            public boolean proves(int attempt, int boundBy) {
                return secrets.proves(attempt, secret(boundBy));
            }

            @Override
            public boolean follows(int attempt) {
                return secrets.follows(attempt, secret(attempt));
            }

            @Override
            public void opened(int attempt) {
                secrets.opened(attempt);
            }
        };
    }

    /// The seeded mistakes of the model: 1 a sliding window of two, 2 only the newest is kept, 3 only the older is taken until the first record.
    private static Dialled mistaken(int mistake) {
        return new Dialled() {
            private int confirmed;
            private int pending = -1;
            private int newest;

            @Override
            public boolean accepts(int n) {
                return n == confirmed || mistake == 1 && n == pending;
            }

            @Override
            public boolean proves(int attempt, int boundBy) {
                if (attempt <= newest) return false;
                newest = attempt;
                if (mistake == 1 && pending >= 0) confirmed = pending;
                return true;
            }

            @Override
            public boolean follows(int attempt) {
                if (attempt != newest) return false;
                if (mistake == 2) confirmed = attempt;
                else pending = attempt;
                return true;
            }

            @Override
            public void opened(int attempt) {
                if (attempt == newest && mistake != 2 && pending >= 0) confirmed = pending;
            }
        };
    }

    /// One run: what is on its way, and what each side knows. A step is a number; `true` when it could be taken.
    private static final class Run {
        private enum Step { M1, M2, M3, ANSWER, M4, RECORD }

        private final Dialled dialled;
        private final List<Set<Step>> onTheirWay = new ArrayList<>();
        private final int[] binder = new int[ATTEMPTS + 1];
        private int secret;
        private int attempt;
        private int proven;

        Run(Dialled dialled) {
            this.dialled = dialled;
            for (int k = 0; k <= ATTEMPTS; k++) onTheirWay.add(new HashSet<>());
        }

        /// The newest attempt whose binder was not taken; null while all is well.
        private String refused;

        boolean take(int choice) {
            if (choice == 0) return dial();
            int k = 1 + (choice - 1) / 12;
            Step step = Step.values()[(choice - 1) % 12 / 2];
            boolean isLost = (choice - 1) % 2 == 1;
            // what was sent to the dialler on a wire that it has closed is never read
            if (step == Step.ANSWER && isLost || !onTheirWay.get(k).remove(step)) return false;
            if (!isLost) arrives(step, k);
            return true;
        }

        private boolean dial() {
            if (attempt == ATTEMPTS) return false;
            attempt++;
            binder[attempt] = secret;
            onTheirWay.get(attempt).add(Step.M1);
            return true;
        }

        private void arrives(Step step, int k) {
            switch (step) {
                case M1 -> {
                    if (k == attempt && k > proven && !dialled.accepts(binder[k])) refused = "attempt " + k + " under secret " + binder[k];
                    if (dialled.accepts(binder[k])) onTheirWay.get(k).add(Step.M2);
                }
                case M2 -> {
                    if (k == attempt) onTheirWay.get(k).add(Step.M3);
                }
                case M3 -> {
                    boolean isNew = k > proven;
                    assertEquals(isNew, dialled.proves(k, binder[k]));
                    if (isNew) onTheirWay.get(k).add(Step.ANSWER);
                    proven = Math.max(proven, k);
                }
                case ANSWER -> {
                    assertEquals(k == proven, dialled.follows(k));
                    if (k == proven) onTheirWay.get(k).add(Step.M4);
                }
                case M4 -> {
                    if (k == attempt) {
                        secret = k;
                        onTheirWay.get(k).add(Step.RECORD);
                    }
                }
                case RECORD -> dialled.opened(k);
            }
        }

        String state() {
            var text = new StringBuilder();
            for (int n = 0; n <= ATTEMPTS; n++) text.append(dialled.accepts(n)).append(binder[n]).append(onTheirWay.get(n));
            return text.append(secret).append(attempt).append(proven).toString();
        }
    }

    /// Tries every order, every loss and every late arrival; returns what went wrong, or null.
    private static String search(Supplier<Dialled> dialled, int[] count) {
        Set<String> seen = new HashSet<>();
        List<List<Integer>> left = new ArrayList<>(List.of(List.of()));
        while (!left.isEmpty()) {
            List<Integer> path = left.removeLast();
            for (int choice = 0; choice <= 12 * ATTEMPTS; choice++) {
                Run run = new Run(dialled.get());
                for (int before : path) run.take(before);
                if (!run.take(choice)) continue;
                if (run.refused != null) return run.refused + " was refused after " + path;
                if (!seen.add(run.state())) continue;
                var longer = new ArrayList<>(path);
                longer.add(choice);
                left.add(longer);
            }
        }
        count[0] = seen.size();
        return null;
    }

    @Test
    void noLossNoLateMessageAndNoRaceShutsTheNewestAttemptOut() {
        int[] count = new int[1];
        assertNull(search(JoinSecretsTest::real, count));
        assertTrue(count[0] > 1_000, count[0] + " states");
    }

    @Test
    void theSearchFindsTheSeededMistakes() {
        for (int mistake = 1; mistake <= 3; mistake++) {
            int wrong = mistake;
            assertNotNull(search(() -> mistaken(wrong), new int[1]), "mistake " + mistake);
        }
    }

    @Test
    void anAttemptThatComesAgainIsStaleAndChangesNothing() {
        var secrets = new JoinSecrets(secret(0));
        assertTrue(secrets.proves(3, secret(0)));
        assertTrue(secrets.follows(3, secret(3)));
        assertFalse(secrets.proves(3, secret(0)));
        assertFalse(secrets.proves(2, secret(3)));
        assertEquals(List.of(secret(0), secret(3)), secrets.accepted());
        assertTrue(secrets.isNewest(3));
    }

    @Test
    void whatWasOpenedOnAnOlderLinkConfirmsNothing() {
        var secrets = new JoinSecrets(secret(0));
        secrets.proves(1, secret(0));
        secrets.follows(1, secret(1));
        secrets.proves(2, secret(0));
        secrets.follows(2, secret(2));
        secrets.opened(1);
        assertEquals(List.of(secret(0), secret(2)), secrets.accepted());
        secrets.opened(2);
        assertEquals(List.of(secret(2)), secrets.accepted());
    }

    @Test
    void aSecretNeverPrints() {
        assertFalse(new JoinSecrets(Secret.of(new byte[] { 77 })).toString().contains("77"));
    }
}
