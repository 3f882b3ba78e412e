package org.nettunnel.tunnel.providers;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.crypto.KeySchedule;
import org.nettunnel.api.crypto.StreamCipher;
import org.nettunnel.api.crypto.Suite;
import org.nettunnel.api.tunnel.Provider.Kind;
import org.nettunnel.tunnel.cascade.AloneSuite;
import org.nettunnel.tunnel.cascade.CascadeSuite;
import org.nettunnel.tunnel.handshake.HandshakeCrypto;
import org.nettunnel.tunnel.trial.Refused;
import org.nettunnel.tunnel.trial.StreamCipherTrial;
import org.nettunnel.tunnel.trial.SuiteTrial;
import org.nettunnel.tunnel.trial.Trial;

/// Makes suites of the stream ciphers that bundles offer, as long as the cipher, AES-256-GCM and the key schedule are there: when one of the
/// three is another, so are the suites.
///
/// **Threads:** safe for any; it calls the shelf with its monitor held, never the other way round.
final class Cascades {
    private final Shelf<Suite> suites;
    /// Guarded by this.
    private final List<Source> sources = new ArrayList<>();

    /// A stream cipher, and what was made of it last.
    private static final class Source {
        private final StreamCipher cipher;
        private final Origin origin;
        private final Trial trial;
        private @Nullable Suite aes;
        private @Nullable KeySchedule schedule;
        private List<Suite> made = List.of();

        Source(StreamCipher cipher, Origin origin) {
            this.cipher = cipher;
            this.origin = origin;
            trial = new Once(new StreamCipherTrial(cipher));
        }
    }

    /// Runs a trial once, and says the same each time; one test runs at a time.
    private static final class Once implements Trial {
        private final Trial trial;
        private boolean isOver;
        private @Nullable String reason;

        Once(Trial trial) {
            this.trial = trial;
        }

        @Override
        public synchronized void run(boolean isFirst) throws Refused, InterruptedException {
            if (!isOver) {
                try {
                    trial.run(isFirst);
                } catch (Refused refused) {
                    reason = refused.getMessage();
                }
                isOver = true;
            }
            String why = reason;
            if (why != null) throw new Refused(why);
        }
    }

    Cascades(Shelf<Suite> suites) {
        this.suites = suites;
    }

    synchronized void add(StreamCipher cipher, Origin origin) {
        sources.add(new Source(cipher, origin));
    }

    synchronized void remove(StreamCipher cipher) {
        for (Source source : List.copyOf(sources))
            if (source.cipher == cipher) {
                sources.remove(source);
                unmake(source);
            }
    }

    /// Makes and unmakes what should be there now.
    synchronized void look(@Nullable KeySchedule schedule) {
        if (sources.isEmpty()) return;
        Candidate<Suite> aes = suites.choice().offered().get(HandshakeCrypto.SEALING);
        for (Source source : sources) {
            if (source.aes == (aes == null ? null : aes.service) && source.schedule == schedule) continue;
            unmake(source);
            source.aes = aes == null ? null : aes.service;
            source.schedule = schedule;
            if (aes != null && schedule != null) make(source, aes, schedule);
        }
    }

    private void unmake(Source source) {
        List<Suite> gone = source.made;
        source.made = List.of();
        source.aes = null;
        source.schedule = null;
        if (!gone.isEmpty()) suites.remove(one -> gone.contains(one.service));
    }

    private void make(Source source, Candidate<Suite> aes, KeySchedule schedule) {
        Suite cascade = new CascadeSuite(source.cipher, aes.service, schedule);
        Suite alone = new AloneSuite(source.cipher, schedule);
        source.made = List.of(cascade, alone);
        offer(source, cascade, Candidate.Form.CASCADE, Set.of(source.origin.bundle(), aes.facts.origin().bundle()));
        offer(source, alone, Candidate.Form.ALONE, Set.of(source.origin.bundle()));
    }

    private void offer(Source source, Suite suite, Candidate.Form form, Set<Long> bundles) {
        var facts = new Candidate.Facts(Kind.SUITE, suite.name(), form, suite.isLegacy(), source.origin, bundles);
        suites.add(suite, facts, isFirst -> {
            source.trial.run(isFirst);
            SuiteTrial.ofMade(suite).run(isFirst);
        });
    }
}
