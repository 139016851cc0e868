package io.github.lockstarter.torture.check;

import io.github.lockstarter.process.RedisServer;
import io.github.lockstarter.process.RespConnection;
import io.github.lockstarter.torture.history.Workload;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;

/**
 * Looks at Redis all the while: no key of the library may be without a ttl, no lock may last longer than was asked for, and the
 * locks of somebody else, put there by this, must stay as they are. To be made before anybody else uses it. Its thread ends with it.
 */
public final class KeyWatch implements AutoCloseable {

    public static final String NO_TTL = "key without ttl";
    static final String TOO_LONG = "ttl prolonged";
    public static final String FOREIGN = "foreign lock";

    private static final Duration EVERY = Duration.ofMillis(150);

    /** What an answer takes at most on a machine that gets on. */
    private static final Duration LATE = Duration.ofMillis(250);

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private static final String STRANGER = "0123456789abcdef0123456789abcdef@elsewhere:1:stranger";

    private static final long STRANGER_TTL = Duration.ofMinutes(55).toMillis();

    /** One script: what it sees belongs together. Answers how many locks there are that may last for so long only, and a line for each finding. */
    private static final String LOOK = """
            local found = {}
            local locks = 0
            for _, key in ipairs(redis.call('KEYS', 'lock:*')) do
              local ttl = redis.call('PTTL', key)
              -- A hash is put there by a fault.
              local ours = redis.call('TYPE', key).ok ~= 'hash'
              if ours and ttl == -1 then found[#found + 1] = 'N' .. key end
              local name = key:match('^lock:{(.*)}$') or key:match('^lock:holders:{(.*)}$')
              local workload = name and name:match('^%a+')
              local most = workload and tonumber(ARGV[1]:match(' ' .. workload .. '=(%d+)'))
              if most then locks = locks + 1 end
              if most and ttl > most then found[#found + 1] = 'T' .. key .. ' ' .. ttl end
            end
            table.insert(found, 1, tostring(locks))
            return found""";

    private static final String TAKE_AWAY =
            "return redis.call('GET', KEYS[1]) == ARGV[1] and redis.call('DEL', KEYS[1])";

    private final RedisServer server;

    private final String longest = longest();

    private final List<Finding> findings = new CopyOnWriteArrayList<>();

    private final List<Standstill> standstills = new CopyOnWriteArrayList<>();

    private final Thread thread = new Thread(this::run, "key-watch");

    private volatile boolean closed;

    private volatile boolean strangersStay;

    private volatile long strangersGone = Long.MAX_VALUE;

    private volatile int looks;

    private volatile long locks;

    /** When Redis did so last. Belongs to the thread. */
    private long answered;

    public KeyWatch(RedisServer server) {
        this.server = server;
        for (int i = 0; i < Workload.FOREIGN.keys(); i++) {
            server.command("SET", Workload.FOREIGN.key(i).lock(), STRANGER, "PX", Long.toString(STRANGER_TTL));
        }
        strangersStay = true;
        thread.start();
    }

    /** From now on Redis may lose its data, and those of others with it. */
    public void letStrangersGo() {
        if (!strangersStay) {
            return;
        }
        lookAtStrangers();
        strangersStay = false;
        strangersGone = System.nanoTime();
    }

    private void run() {
        answered = System.nanoTime();
        while (!closed) {
            try (RespConnection connection = RespConnection.open(server.host(), server.port(), PATIENCE)) {
                while (!closed) {
                    look(connection);
                    LockSupport.parkNanos(EVERY.toNanos());
                }
            } catch (UncheckedIOException | IllegalStateException disturbed) {
                LockSupport.parkNanos(EVERY.toNanos());
            }
        }
    }

    private void look(RespConnection connection) {
        List<String> found = connection.send("EVAL", LOOK, "0", longest).lines().toList();
        looks++;
        locks += Long.parseLong(found.get(0));
        notice(System.nanoTime());
        found.stream().skip(1).filter(line -> !line.isEmpty()).forEach(line -> {
            boolean withoutTtl = line.charAt(0) == 'N';
            findings.add(new Finding(withoutTtl ? NO_TTL : TOO_LONG, line.substring(1)));
        });
    }

    private void notice(long now) {
        long expected = answered + EVERY.toNanos();
        if (now - expected > LATE.toNanos()) {
            standstills.add(new Standstill(expected, now));
        }
        answered = now;
    }

    private void lookAtStrangers() {
        for (int i = 0; strangersStay && i < Workload.FOREIGN.keys(); i++) {
            String key = Workload.FOREIGN.key(i).lock();
            String owner = server.command("GET", key);
            long ttl = Long.parseLong(server.command("PTTL", key));
            if (!owner.equals(STRANGER) || ttl > STRANGER_TTL) {
                findings.add(new Finding(FOREIGN, key + " is held by " + owner + " for " + ttl + " ms"));
            }
        }
    }

    /** The longest that a lock may last, in milliseconds: a reservation lasts no longer than the ttl, and 100 ms at least; what is
     * left of the first millisecond counts for holders in a crowd. */
    private static String longest() {
        StringBuilder all = new StringBuilder();
        for (Workload workload : Workload.values()) {
            if (workload != Workload.FOREIGN) {
                String name = workload.key(0).name();
                all.append(' ')
                        .append(name, 0, name.indexOf('-'))
                        .append('=')
                        .append(workload.ttl().toMillis() + (workload.isCrowded() ? 1 : 0));
            }
        }
        return all.toString();
    }

    public List<Finding> findings() {
        return List.copyOf(findings);
    }

    /** Grants of what strangers held at the time. */
    public List<Finding> grantsOfForeignLocks(History history) {
        return history.claims(Workload.FOREIGN)
                .filter(claim -> claim.granted() < strangersGone)
                .map(claim -> new Finding(FOREIGN, "granted to another: " + claim))
                .toList();
    }

    /** When Redis did not answer this one, which comes to it through no proxy: whether a fault was the reason, or the machine. */
    public List<Standstill> standstills() {
        return List.copyOf(standstills);
    }

    /** How often it saw everything. */
    public int looks() {
        return looks;
    }

    /** How many locks it has seen of which it knows how long they may last, all looks together: if none, it would find nothing. */
    public long locks() {
        return locks;
    }

    /** Looks a last time at the locks of others, and takes them away. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            thread.join(2 * PATIENCE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        letStrangersGo();
        for (int i = 0; i < Workload.FOREIGN.keys(); i++) {
            server.command("EVAL", TAKE_AWAY, "1", Workload.FOREIGN.key(i).lock(), STRANGER);
        }
    }
}
