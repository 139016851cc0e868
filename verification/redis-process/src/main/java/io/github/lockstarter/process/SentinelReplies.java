package io.github.lockstarter.process;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads what SENTINEL MASTER, REPLICAS and SENTINELS answer. */
final class SentinelReplies {
    private static final String FIRST_FIELD = "name";

    private SentinelReplies() {}

    /** Returns the fields of each instance in the reply, whose arrays are joined by newlines. */
    static List<Map<String, String>> instances(String reply) {
        List<Map<String, String>> instances = new ArrayList<>();
        String[] words = reply.split("\n", -1);
        for (int i = 0; i + 1 < words.length; i += 2) {
            if (words[i].equals(FIRST_FIELD)) {
                instances.add(new HashMap<>());
            }
            instances.get(instances.size() - 1).put(words[i], words[i + 1]);
        }
        return instances;
    }
}
