package org.nettunnel.tunnel.providers;

import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

import org.nettunnel.api.tunnel.Provider;
import org.nettunnel.tunnel.trial.Refused;
import org.nettunnel.tunnel.trial.Trial;

/// A service that came, and what is known of it.
///
/// **Threads:** what changes is guarded by its [Shelf].
final class Candidate<T> {
    enum State { NEW, TESTING, GOOD, BAD }

    /// How a suite is made, and so in which order one is chosen where nobody prefers any: of two of one form the rank decides.
    enum Form {
        /// As its bundle gave it.
        PLAIN,
        /// A stream cipher inside AES-256-GCM.
        CASCADE,
        /// A stream cipher with a MAC: offered only where the administrator allows insecure legacy.
        ALONE
    }

    /// What does not change.
    ///
    /// @param name    as peers negotiate it
    /// @param bundles all that it is made of; without one of them it is gone
    record Facts(Provider.Kind kind, String name, Form form, boolean isLegacy, Origin origin, Set<Long> bundles) {
        Facts {
            bundles = Set.copyOf(bundles);
        }

        /// A service as its bundle gave it. One that cannot even say its name, or no good one, is refused by its trial; it is told all the same.
        static Facts plain(Provider.Kind kind, Supplier<String> name, BooleanSupplier isLegacy, Origin origin) {
            String said = "?";
            boolean saysLegacy = false;
            try {
                said = Refused.shown(name.get());
                saysLegacy = isLegacy.getAsBoolean();
            } catch (RuntimeException | Error silent) {
                // its trial asks again, and says so
            }
            return new Facts(kind, said, Form.PLAIN, saysLegacy, origin, Set.of(origin.bundle()));
        }
    }

    final T service;
    final Facts facts;
    final Trial trial;
    /// When it may be tested where it is the best of its name.
    long due;
    State state = State.NEW;
    /// Why it is [State#BAD].
    String reason = "";

    Candidate(T service, Facts facts, Trial trial, long due) {
        this.service = service;
        this.facts = facts;
        this.trial = trial;
        this.due = due;
    }

    String name() {
        return facts.name();
    }
}
