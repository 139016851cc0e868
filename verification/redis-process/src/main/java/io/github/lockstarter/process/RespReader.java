package io.github.lockstarter.process;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.StreamCorruptedException;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;

/** Reads replies in RESP version 2 as text of some charset. */
final class RespReader {
    private static final String NIL = "(nil)";

    private final InputStream replies;
    private final Charset charset;

    RespReader(InputStream replies, Charset charset) {
        this.replies = replies;
        this.charset = charset;
    }

    /**
     * Reads the next reply to its end, so that the one after it is read right even if this one is an error.
     *
     * @param errors takes the text of each error in the reply
     * @throws IOException if the stream fails or ends, or is no Redis server's
     */
    String read(List<String> errors) throws IOException {
        return read(readLine(), errors);
    }

    /**
     * Reads the next reply as {@link #read(List)} does, but leaves the elements of an array apart; any other reply is
     * the only element.
     *
     * @param errors takes the text of each error in the reply
     * @throws IOException if the stream fails or ends, or is no Redis server's
     */
    List<String> readElements(List<String> errors) throws IOException {
        String line = readLine();
        return line.startsWith("*") ? readElements(length(line.substring(1)), errors) : List.of(read(line, errors));
    }

    private String read(String line, List<String> errors) throws IOException {
        String rest = line.isEmpty() ? "" : line.substring(1);
        switch (line.isEmpty() ? ' ' : line.charAt(0)) {
            case '+', ':':
                return rest;
            case '-':
                errors.add(rest);
                return rest;
            case '$':
                return readBulk(length(rest));
            case '*':
                int length = length(rest);
                return length < 0 ? NIL : String.join("\n", readElements(length, errors));
            default:
                throw new StreamCorruptedException("this is no Redis server, it answered \"" + line + "\"");
        }
    }

    private String readBulk(int length) throws IOException {
        if (length < 0) {
            return NIL;
        }
        byte[] content = replies.readNBytes(length);
        if (content.length < length || !readLine().isEmpty()) {
            throw new EOFException("the reply was cut off");
        }
        return new String(content, charset);
    }

    private List<String> readElements(int length, List<String> errors) throws IOException {
        List<String> elements = new ArrayList<>();
        for (int i = 0; i < length; i++) {
            elements.add(read(errors));
        }
        return elements;
    }

    private String readLine() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = replies.read(); next != '\n'; next = replies.read()) {
            if (next < 0) {
                throw new EOFException("the server closed the connection");
            }
            line.write(next);
        }
        String text = line.toString(charset);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }

    private static int length(String text) throws IOException {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new StreamCorruptedException("\"" + text + "\" is no length");
        }
    }
}
