package io.github.lockstarter.sample.web;

import java.math.BigDecimal;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.validation.BindingResult;
import tools.jackson.databind.exc.MismatchedInputException;

/** What is wrong with the body of a request, in words for the one who sent it. */
final class BodyProblem {

    private BodyProblem() {}

    static String of(HttpMessageNotReadableException e) {
        if (e.getCause() instanceof MismatchedInputException mismatch
                && !mismatch.getPath().isEmpty()) {
            String field = mismatch.getPath().get(0).getPropertyName();
            return "'%s' must be %s. Correct it and send the request again."
                    .formatted(field, nameOf(mismatch.getTargetType()));
        }
        return "The body is missing, or it is not a JSON object. Send one, with Content-Type: application/json.";
    }

    private static String nameOf(@Nullable Class<?> type) {
        if (type == null || type == String.class) {
            return "text, in quotes";
        }
        if (type == BigDecimal.class) {
            return "a number";
        }
        if (type == Integer.class) {
            return "a whole number";
        }
        return type == Boolean.class ? "true or false" : "a list";
    }

    static String of(BindingResult result) {
        return result.getFieldErrors().stream()
                .map(error -> "'%s' %s".formatted(error.getField(), error.getDefaultMessage()))
                .sorted()
                .collect(Collectors.joining("; ", "", ". Correct it and send the request again."));
    }
}
