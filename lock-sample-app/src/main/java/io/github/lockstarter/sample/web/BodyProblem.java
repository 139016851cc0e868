package io.github.lockstarter.sample.web;

import java.math.BigDecimal;
import java.util.stream.Collectors;
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
            String type = mismatch.getTargetType() == BigDecimal.class ? "a number" : "text, in quotes";
            return "'%s' must be %s. Correct it and send the request again.".formatted(field, type);
        }
        return "The body is missing, or it is not a JSON object. Send one, with Content-Type: application/json.";
    }

    static String of(BindingResult result) {
        return result.getFieldErrors().stream()
                .map(error -> "'%s' %s".formatted(error.getField(), error.getDefaultMessage()))
                .sorted()
                .collect(Collectors.joining("; ", "", ". Correct it and send the request again."));
    }
}
