package org.nettunnel.client;

import java.io.IOException;

/// What a [Doctor] found to be wrong or doubtful, where that has a remedy of its own.
final class DoctorFinding extends IOException {
    private static final long serialVersionUID = 1L;
    /// `bad`, or `warn` where the way may be as it should all the same.
    final String result;
    final String remedy;

    DoctorFinding(String sentence, String remedy) {
        this(Doctor.BAD, sentence, remedy);
    }

    private DoctorFinding(String result, String sentence, String remedy) {
        super(sentence);
        this.result = result;
        this.remedy = remedy;
    }

    static DoctorFinding warning(String sentence, String remedy) {
        return new DoctorFinding(Doctor.WARN, sentence, remedy);
    }
}
