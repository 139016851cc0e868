package io.github.lockstarter.sample.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lockstarter.LeaseLostException;
import io.github.lockstarter.LeaseLostException.Reason;
import io.github.lockstarter.LockInterruptedException;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.data.redis.RedisConnectionFailureException;
import org.springframework.data.redis.RedisSystemException;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

class RareProblemTests {

    private static final Set<String> KEYS = Set.of("item:a1");

    @Test
    void afterALostLeaseNobodyIsToldToTryAgain() {
        MvcTestResult result =
                answerTo(new LeaseLostException("bid", KEYS, Reason.EXPIRED, Duration.ofSeconds(6), true));

        assertProblem(result, 503, "Nobody can tell whether the bid stands: look at the item before bidding again.");
        assertThat(result).doesNotContainHeader("Retry-After");
    }

    @Test
    void interruptedWaitChangedNothing() {
        MvcTestResult result = answerTo(new LockInterruptedException("bid", KEYS, new InterruptedException()));

        assertProblem(result, 503, "Nothing was changed; try again.");
        assertThat(result).hasHeader("Retry-After", "2");
    }

    @ParameterizedTest
    @MethodSource("failuresOfRedis")
    void whenRedisFailsNobodyKnowsWhetherTheBidStands(RuntimeException failure) {
        MvcTestResult result = answerTo(failure);

        assertProblem(result, 503, "nobody can tell whether it stands");
        assertThat(result).hasHeader("Retry-After", "2");
    }

    static RuntimeException[] failuresOfRedis() {
        return new RuntimeException[] {
            new RedisConnectionFailureException("Connection refused"),
            new QueryTimeoutException("Redis command timed out"),
            new RedisSystemException("Redis exception", null)
        };
    }

    @Test
    void whatNobodyThoughtOfIsAProblemThatTellsNoSecrets() {
        MvcTestResult result = answerTo(new IllegalStateException("secret"));

        assertProblem(result, 500, "The log of the application says more");
        assertThat(result).bodyText().doesNotContain("secret");
    }

    private static MvcTestResult answerTo(RuntimeException failure) {
        return MockMvcTester.of(
                        Set.of(new Failing(failure)),
                        mvc -> mvc.setControllerAdvice(new RedisProblems(), new Problems())
                                .build())
                .get()
                .uri("/")
                .exchange();
    }

    private static void assertProblem(MvcTestResult result, int status, String detail) {
        assertThat(result).hasStatus(status).hasContentType(MediaType.APPLICATION_PROBLEM_JSON);
        assertThat(result).bodyJson().extractingPath("$.detail").asString().contains(detail);
    }

    @RestController
    private static final class Failing {

        private final RuntimeException failure;

        Failing(RuntimeException failure) {
            this.failure = failure;
        }

        @GetMapping("/")
        String fail() {
            throw failure;
        }
    }
}
