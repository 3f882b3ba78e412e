package org.nettunnel.cli.shell;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/// Words for sizes, times and errors.
public final class Texts {
    private static final int STEP = 1024;
    private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB", "PiB"};

    private Texts() {}

    public static String bytes(long count) {
        if (count < STEP) return count + " B";
        double size = count;
        int unit = 0;
        while (size >= STEP && unit < UNITS.length - 1) {
            size /= STEP;
            unit++;
        }
        return String.format(Locale.ROOT, size < 10 ? "%.1f %s" : "%.0f %s", size, UNITS[unit]);
    }

    /// `1d`, `12h`, `30m`, `45s` or plain seconds.
    ///
    /// @throws IllegalArgumentException with a sentence
    public static Duration duration(String text) {
        var match = Pattern.compile("(\\d{1,9})([dhms]?)").matcher(text);
        if (!match.matches()) throw new IllegalArgumentException("'" + text + "' is not a time, such as 30s, 15m, 12h or 1d");
        long number = Long.parseLong(match.group(1));
        return switch (match.group(2)) {
            case "d" -> Duration.ofDays(number);
            case "h" -> Duration.ofHours(number);
            case "m" -> Duration.ofMinutes(number);
            default -> Duration.ofSeconds(number);
        };
    }

    /// What an option gives as a time.
    ///
    /// @param longest as people write it, such as `30d`
    public static Duration duration(String option, String text, String longest) throws CliFailure {
        try {
            Duration time = duration(text);
            if (time.compareTo(duration(longest)) > 0) throw new IllegalArgumentException("'" + text + "' is more than " + longest + ", the longest there is");
            return time;
        } catch (IllegalArgumentException wrong) {
            throw new CliFailure(ExitCode.USAGE, option + ": " + wrong.getMessage());
        }
    }

    public static String age(@Nullable Instant since, Instant now) {
        if (since == null) return "";
        long seconds = Math.max(0, Duration.between(since, now).toSeconds());
        if (seconds < 60) return seconds + " s";
        if (seconds < 3600) return seconds / 60 + " min";
        if (seconds < 48 * 3600) return seconds / 3600 + " h";
        return seconds / 86_400 + " d";
    }

    public static String text(@Nullable String maybe) {
        return maybe == null ? "" : maybe;
    }

    /// Without anything that would steer a terminal: names and addresses come from the other end too.
    public static String printable(String text) {
        StringBuilder safe = null;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!Character.isISOControl(c) && Character.getType(c) != Character.FORMAT) continue;
            if (safe == null) safe = new StringBuilder(text);
            safe.setCharAt(i, '?');
        }
        return safe == null ? text : safe.toString();
    }

    /// What a file error means, without its class and without the file, which the sentence around it names.
    public static String reason(IOException error) {
        return switch (error) {
            case NoSuchFileException _ -> "it does not exist";
            case AccessDeniedException _ -> "permission denied";
            case FileSystemException other when other.getReason() != null -> other.getReason();
            default -> String.valueOf(error.getMessage());
        };
    }
}
