package io.github.lockstarter.sample.page;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.springframework.core.io.ClassPathResource;

/** A class as it was compiled: the build puts the sources beside the classes. */
public record SourceCode(String file, String text) {

    private static final Pattern BEFORE_THE_CLASS =
            Pattern.compile("^package .*?;\\s*(import .*?;\\s*)*", Pattern.DOTALL);

    /** Returns the source without package and imports. */
    public static SourceCode of(Class<?> type) {
        String path = type.getName().replace('.', '/') + ".java";
        try {
            String whole = new ClassPathResource("sources/" + path).getContentAsString(StandardCharsets.UTF_8);
            return new SourceCode(
                    type.getSimpleName() + ".java",
                    BEFORE_THE_CLASS.matcher(whole).replaceFirst("").strip());
        } catch (IOException e) {
            throw new UncheckedIOException("The source of " + type + " is not on the class path.", e);
        }
    }
}
