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

    /// What a bundle throws or is called, short and on one line; the exception itself holds the bundle's classes.
    public static String shown(Object foreign) {
        String said;
        try {
            said = String.valueOf(foreign).replaceAll("\\p{C}+", " ");
        } catch (RuntimeException | Error again) {
            said = foreign.getClass().getName();
        }
        return said.length() <= LONGEST ? said : said.substring(0, LONGEST) + "…";
    }
}
