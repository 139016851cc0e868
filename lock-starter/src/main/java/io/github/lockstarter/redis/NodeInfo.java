package io.github.lockstarter.redis;

import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a server says of itself.
 *
 * @param runId another one after each start
 * @param uptimeSeconds since its start, in whole seconds of its wall clock: up to one too many
 */
record NodeInfo(String runId, long uptimeSeconds) {

    /** @param info the reply to {@code INFO server} */
    static NodeInfo of(String info) {
        Map<String, String> fields = fields(info);
        String runId = fields.get("run_id");
        String uptime = fields.get("uptime_in_seconds");
        if (runId == null || uptime == null) {
            throw new IllegalStateException("INFO server has no run_id, or no uptime_in_seconds");
        }
        return new NodeInfo(runId, Long.parseLong(uptime));
    }

    /** The lines {@code field:value} of a reply to INFO. */
    static Map<String, String> fields(String info) {
        return info.lines()
                .filter(line -> line.indexOf(':') > 0)
                .collect(Collectors.toMap(
                        line -> line.substring(0, line.indexOf(':')),
                        line -> line.substring(line.indexOf(':') + 1).strip(),
                        (one, another) -> one));
    }
}
