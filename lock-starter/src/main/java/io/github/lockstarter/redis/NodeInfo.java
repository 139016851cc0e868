package io.github.lockstarter.redis;

/**
 * What a server says of itself.
 *
 * @param runId another one after each start
 * @param uptimeSeconds since its start, in whole seconds of its wall clock: up to one too many
 */
record NodeInfo(String runId, long uptimeSeconds) {

    /** @param info the reply to {@code INFO server} */
    static NodeInfo of(String info) {
        return new NodeInfo(field(info, "run_id"), Long.parseLong(field(info, "uptime_in_seconds")));
    }

    private static String field(String info, String name) {
        return info.lines()
                .filter(line -> line.startsWith(name + ":"))
                .map(line -> line.substring(name.length() + 1).strip())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("INFO server has no " + name));
    }
}
