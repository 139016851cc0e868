package io.github.lockstarter.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A Lua script, read once.
 *
 * @param sha the SHA-1 by which Redis knows it
 * @param reply what it answers
 * @param grants whether a reply says that something is held from now on, or for longer
 */
record Script(String text, String sha, Reply reply, Predicate<Object> grants) {

    enum Reply {
        NUMBER,
        ARRAY
    }

    /** For one that grants nothing. */
    static final Predicate<Object> NOTHING = reply -> false;

    private static final Pattern INCLUDE = Pattern.compile("^-- include (\\S+)\n", Pattern.MULTILINE);

    /** Reads a script that lies beside this class. */
    static Script load(String file, Reply reply, Predicate<Object> grants) {
        return load(file, reply, grants, Map.of());
    }

    /** @param constants what stands for each {@code $NAME} in it, in Lua */
    static Script load(String file, Reply reply, Predicate<Object> grants, Map<String, String> constants) {
        String text =
                INCLUDE.matcher(read(file)).replaceAll(include -> Matcher.quoteReplacement(read(include.group(1))));
        for (Map.Entry<String, String> constant : constants.entrySet()) {
            text = text.replace("$" + constant.getKey(), constant.getValue());
        }
        return new Script(text, sha1(text), reply, grants);
    }

    /** A text as Lua reads it, whatever is in it. */
    static String literal(String text) {
        StringBuilder literal = new StringBuilder("'");
        for (byte each : text.getBytes(UTF_8)) {
            literal.append("\\%03d".formatted(each & 0xFF));
        }
        return literal.append("'").toString();
    }

    private static String read(String file) {
        try (InputStream resource = Script.class.getResourceAsStream(file)) {
            if (resource == null) {
                throw new IllegalStateException("The script " + file + " is missing from the jar of lock-starter.");
            }
            return new String(resource.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String sha1(String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(text.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-1", e);
        }
    }
}
