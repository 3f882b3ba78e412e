package org.nettunnel.client;

import org.nettunnel.api.admin.Problem;
import org.nettunnel.api.crypto.Fingerprint;

/// A node did not do what it was asked; the message is a sentence for people.
public abstract sealed class NodeException extends Exception {
    private static final long serialVersionUID = 1L;

    private NodeException(String sentence) {
        super(sentence);
    }

    /// Always there.
    public String sentence() {
        return String.valueOf(getMessage());
    }

    /// Nobody answered, or not as a NetTunnel node does.
    public static final class Unreachable extends NodeException {
        private static final long serialVersionUID = 1L;

        public Unreachable(String sentence) {
            super(sentence);
        }
    }

    /// The node's certificate is neither pinned nor signed by an authority that this machine trusts.
    public static final class UnknownCertificate extends NodeException {
        private static final long serialVersionUID = 1L;
        private final transient Fingerprint fingerprint;

        /// @param fingerprint of the certificate that was shown
        public UnknownCertificate(Fingerprint fingerprint, String sentence) {
            super(sentence);
            this.fingerprint = fingerprint;
        }

        /// For people to compare with what the node printed when it started.
        public Fingerprint fingerprint() {
            return fingerprint;
        }
    }

    /// The node answered with a problem.
    public static final class Refused extends NodeException {
        private static final long serialVersionUID = 1L;
        private final transient Problem problem;
        private final Stranger stranger;

        /// Where a login is missing, or over.
        public enum Stranger {
            /// Nowhere: something else is wrong, a password that was typed for one.
            NOWHERE,
            /// At the node that was called.
            HERE,
            /// At the other end of the tunnel that the call was passed on through.
            THERE
        }

        public Refused(Problem problem) {
            this(problem, Stranger.NOWHERE);
        }

        public Refused(Problem problem, Stranger stranger) {
            super(problem.detail().isBlank() ? "the node answered " + problem.status() + " " + problem.title() : problem.detail());
            this.problem = problem;
            this.stranger = stranger;
        }

        public Stranger stranger() {
            return stranger;
        }

        public Problem problem() {
            return problem;
        }
    }
}
