package io.github.lockstarter.benchmarks;

import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Says on standard output how far things are. */
public final class Progress {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");

    private Progress() {}

    public static void say(String format, Object... args) {
        String text = String.format(Locale.ROOT, format, args);
        System.out.println(LocalTime.now().format(TIME) + " " + text);
    }
}
