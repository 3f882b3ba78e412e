package org.nettunnel.admin;

import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

import org.eclipse.jetty.http.HttpStatus;
import org.nettunnel.admin.Asked.Origins;
import org.nettunnel.admin.call.Refusal;

/// Keeps web pages of others away from this API: a page whose name was made to point here (DNS rebinding), and forged requests.
///
/// Addresses, `localhost`, the machine's name, the certificate's names and those of the setting `node.names` are known. A request by any other name is refused
/// when a browser sent it or when it came over the loopback interface, where a name from outside has no business.
/// A command line that reaches this node by a name nobody told it is let through: it shows a token or a password.
final class KnownHosts {
    private final Supplier<List<String>> own;

    /// @param own further names of this node as they are now, such as that of the machine
    KnownHosts(Supplier<List<String>> own) {
        this.own = own;
    }

    /// @throws Refusal 403
    void check(Origins asked) throws Refusal {
        String host = asked.host();
        if (host == null || host.isBlank()) throw new Refusal(HttpStatus.FORBIDDEN_403, "the request names no host");
        String origin = asked.origin();
        if (origin != null && !origin.equalsIgnoreCase("https://" + host))
            throw new Refusal(HttpStatus.FORBIDDEN_403, "a page of '" + printable(origin) + "' may not use this node");
        boolean strict = asked.browser() || asked.loopback() || origin != null;
        if (strict && !isKnown(withoutPort(host), asked.certified()))
            throw new Refusal(HttpStatus.FORBIDDEN_403, "this node is not known as '" + printable(host)
                    + "'; use its address or a name that is in its certificate, or tell it this name: nettunnel settings set node.names=NAME");
    }

    private boolean isKnown(String name, List<String> certified) {
        if (isAddress(name) || name.equals("localhost")) return true;
        for (String known : own.get()) if (known.equalsIgnoreCase(name)) return true;
        for (String known : certified) if (fits(known.toLowerCase(Locale.ROOT), name)) return true;
        return false;
    }

    /// A certificate's name may stand for one more label: `*.example.org`.
    private static boolean fits(String known, String name) {
        if (!known.startsWith("*.")) return known.equals(name);
        int dot = name.indexOf('.');
        return dot > 0 && name.substring(dot).equals(known.substring(1));
    }

    /// Only what is spelt as an address: a name that ends in digits is none.
    private static boolean isAddress(String name) {
        if (name.startsWith("[") && name.endsWith("]")) return name.chars().allMatch(c -> "[]:.%".indexOf(c) >= 0 || isHex(c));
        return name.matches("\\d{1,3}(\\.\\d{1,3}){3}");
    }

    private static boolean isHex(int c) {
        return Character.digit(c, 16) >= 0;
    }

    private static String withoutPort(String host) {
        int colon = host.lastIndexOf(':');
        boolean port = colon > host.lastIndexOf(']') && host.indexOf(':') == colon || host.startsWith("[") && colon > host.indexOf(']');
        String name = (port ? host.substring(0, colon) : host).toLowerCase(Locale.ROOT);
        return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    }

    private static String printable(String text) {
        return text.replaceAll("[^\\x21-\\x7e]", "?");
    }
}
