package io.github.lockstarter.sample.redis;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Lets Boot print what is missing, and what to do, instead of a stack trace. */
final class NoRedisFailureAnalyzer extends AbstractFailureAnalyzer<NoRedisException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, NoRedisException cause) {
        return new FailureAnalysis(cause.getMessage(), cause.action(), cause);
    }
}
