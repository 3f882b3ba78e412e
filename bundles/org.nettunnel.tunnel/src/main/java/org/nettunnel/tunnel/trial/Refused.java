package org.nettunnel.tunnel.trial;

/// A service did not do what its kind must, and is not used; the message is a sentence for administrators.
public final class Refused extends Exception {
    private static final long serialVersionUID = 1L;
    private static final int LONGEST = 200;

    public Refused(String sentence) {
        super(sentence);
    }

    /// What it threw, as text alone: the exception itself holds classes of its bundle.
    ///
    /// @param doing such as `sealing 17 bytes`
    static Refused threw(String doing, Throwable thrown) {
        return new Refused(doing + " ended with " + shown(thrown));
    }

    /// Short, on one line.
    public static String shown(Throwable thrown) {
        String said;
        try {
            said = String.valueOf(thrown).replaceAll("\\p{C}+", " ");
        } catch (RuntimeException | Error again) {
            said = thrown.getClass().getName();
        }
        return said.length() <= LONGEST ? said : said.substring(0, LONGEST) + "…";
    }
}
