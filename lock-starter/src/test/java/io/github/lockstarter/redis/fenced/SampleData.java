package io.github.lockstarter.redis.fenced;

import io.github.lockstarter.process.RedisServer;
import io.github.lockstarter.process.RespConnection;
import java.time.Duration;
import java.util.Map;

/** What is in the database before each call: everything else than locks goes. And what is in it afterwards. */
final class SampleData implements AutoCloseable {

    enum Situation {
        EXISTING,
        MISSING,
        WRONG_TYPE
    }

    private static final String EMPTY = """
            redis.call('SELECT', 1)
            redis.call('FLUSHDB')
            redis.call('SELECT', 0)
            for _, key in ipairs(redis.call('KEYS', '*')) do
              if key:sub(1, 5) ~= 'lock:' then redis.call('DEL', key) end
            end
            local single = ARGV[1] == 'single'
            """;

    /** Puts the data at a key, by interface. */
    private static final Map<String, String> EXISTING = Map.of(
            "RedisOperations",
            "redis.call('RPUSH', key, '3', '1', '2') redis.call('PEXPIRE', key, 100000)",
            "ValueOperations",
            "redis.call('SET', key, '41')",
            "HashOperations",
            "redis.call('HSET', key, 'f1', '1') if not single then redis.call('HSET', key, 'f2', 'v2') end",
            "ListOperations",
            "redis.call('RPUSH', key, 'v1', 'v2', 'v1', 'v3')",
            "SetOperations",
            "redis.call('SADD', key, 'v1') if not single then redis.call('SADD', key, 'v2', 'v3') end",
            "ZSetOperations",
            "redis.call('ZADD', key, 1, 'v1') if not single then redis.call('ZADD', key, 2, 'v2', 3, 'v3') end",
            "StreamOperations",
            "redis.call('XADD', key, '1-1', 'f1', '1') redis.call('XADD', key, '1-2', 'f1', '2', 'f2', '3') "
                    + "redis.call('XGROUP', 'CREATE', key, 'g', '0') "
                    + "redis.call('XREADGROUP', 'GROUP', 'g', 'c', 'COUNT', '1', 'STREAMS', key, '>')",
            "GeoOperations",
            "redis.call('GEOADD', key, 13.361389, 38.115556, 'v1', 15.087269, 37.502669, 'v2')",
            "HyperLogLogOperations",
            "redis.call('PFADD', key, 'v1', 'v2', 'v3')");

    private static final String STATE = """
            local state = {}
            local keys = redis.call('KEYS', '*')
            table.sort(keys)
            for _, key in ipairs(keys) do
              local type = redis.call('TYPE', key).ok
              local value
              if type == 'string' then value = {redis.call('GET', key)} end
              if type == 'list' then value = redis.call('LRANGE', key, 0, -1) end
              if type == 'hash' then value = redis.call('HGETALL', key) end
              if type == 'set' then value = redis.call('SMEMBERS', key) table.sort(value) end
              if type == 'zset' then value = redis.call('ZRANGE', key, 0, -1, 'WITHSCORES') end
              if type == 'stream' then value = {}
                for _, entry in ipairs(redis.call('XRANGE', key, '-', '+')) do
                  value[#value + 1] = entry[1] .. '=' .. table.concat(entry[2], ',')
                end
                for _, group in ipairs(redis.call('XINFO', 'GROUPS', key)) do
                  for i = 1, #group do value[#value + 1] = tostring(group[i]) end
                end
              end
              local expires = redis.call('PTTL', key) > 0 and ' expires' or ''
              state[#state + 1] = key .. expires .. ' ' .. type .. ' ' .. table.concat(value, ' ')
            end
            return table.concat(state, '\\n') .. '\\n' .. redis.call('DBSIZE')
            """;

    private final RespConnection connection;

    SampleData(RedisServer server) {
        connection = RespConnection.open(server.host(), server.port(), Duration.ofSeconds(5));
    }

    /** @param single whether collections have one element, so that a random one is always the same */
    void lay(String operations, Situation situation, boolean single) {
        String data = EXISTING.getOrDefault(operations, "");
        String wrong =
                data.contains("RPUSH") ? "redis.call('SET', key, 'text')" : "redis.call('RPUSH', key, 'v1', 'v2')";
        String script = EMPTY;
        if (situation != Situation.MISSING) {
            script += "for _, key in ipairs({'key', 'other'}) do "
                    + (situation == Situation.EXISTING ? data : wrong)
                    + " end";
        }
        connection.send("EVAL", script, "0", single ? "single" : "");
    }

    String state() {
        return connection.send("EVAL", STATE, "0");
    }

    @Override
    public void close() {
        connection.close();
    }
}
