package io.github.lockstarter.jdbc;

import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * A fencing token for a resource.
 *
 * @param resource not blank, at most 512 bytes in UTF-8, no NUL character, no unpaired surrogate: databases would refuse
 *     it, or keep two of them as one
 * @param token 1 or more
 * @param lockName for who looks into the table; kept as printable ASCII of at most 255 characters, whatever it was
 */
public record FenceClaim(String resource, long token, String lockName) {

    private static final int MOST_BYTES = 512;

    private static final int LONGEST_NAME = 255;

    /**
     * Checks them.
     *
     * @param resource not blank, valid text, at most 512 bytes in UTF-8
     * @param token 1 or more
     * @param lockName any; what is not printable ASCII becomes {@code ?}
     * @throws IllegalArgumentException if the resource or the token is none
     */
    public FenceClaim {
        if (resource.isBlank()) {
            throw new IllegalArgumentException("The resource '" + resource + "' is blank: name what is written to.");
        }
        if (resource.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("The resource has a NUL character, which databases refuse in a text.");
        }
        int bytes = bytes(resource);
        if (bytes > MOST_BYTES) {
            throw new IllegalArgumentException("The resource is " + bytes + " bytes long in UTF-8: at most "
                    + MOST_BYTES + ". Claim something with a shorter name.");
        }
        if (token < 1) {
            throw new IllegalArgumentException("The fencing token is " + token + ": it is 1 or more.");
        }
        String printable = lockName.replaceAll("[^ -~]", "?");
        lockName = printable.substring(0, Math.min(printable.length(), LONGEST_NAME));
    }

    private static int bytes(String resource) {
        try {
            // Unlike getBytes, this puts no '?' for what it cannot encode.
            return StandardCharsets.UTF_8
                    .newEncoder()
                    .encode(CharBuffer.wrap(resource))
                    .remaining();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("The resource has an unpaired surrogate: no valid text.", e);
        }
    }
}
