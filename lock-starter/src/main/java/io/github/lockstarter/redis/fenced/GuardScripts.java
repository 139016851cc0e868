package io.github.lockstarter.redis.fenced;

import static java.nio.charset.StandardCharsets.US_ASCII;

/** The Lua of the check. Sent as text each time: that is as fast as by its SHA, and the server never has to know it. */
final class GuardScripts {

    /** What an error reply begins with when the lock is not ours. */
    static final String LOST = "LOCKLOST ";

    // A lock key of another type is not ours either; any other error is the server's own affair and is passed on.
    private static final String REFUSE =
            "if v and v.err and v.err:sub(1,9)~='WRONGTYPE' then return v end return {err='"
                    + LOST
                    + "the lock is not ours'} end end ";

    // KEYS: the lock keys. ARGV: the owner token, the command, its arguments. call instead of pcall would add a place
    // to the texts of errors.
    private static final String CHECK =
            "for i=1,#KEYS do local v=redis.pcall('GET',KEYS[i]) if v~=ARGV[1] then " + REFUSE;

    // The same where others may hold the lock at the same time. KEYS: the lock key, that of its holders: see crowd.lua.
    private static final String CHECK_SHARED = "do " + sharedLease("KEYS[1]", "KEYS[2]", "ARGV[1]") + REFUSE;

    private static final String RUN = "return redis.pcall(unpack(ARGV,2))";

    private static final byte[] COMMAND = bytes(CHECK + RUN);

    private static final byte[] COMMAND_SHARED = bytes(CHECK_SHARED + RUN);

    // In RESP3 streams are the keys of a map, and Lettuce needs that shape. Not by redis.setresp(3): that would cut
    // arrays with holes.
    private static final String RUN_AS_MAP =
            "local r=redis.pcall(unpack(ARGV,2)) if not r or r.err then return r end local m={} "
                    + "for i=1,#r do m[r[i][1]]=r[i][2] end return {map=m}";

    private static final byte[] STREAMS_AS_MAP = bytes(CHECK + RUN_AS_MAP);

    private static final byte[] STREAMS_AS_MAP_SHARED = bytes(CHECK_SHARED + RUN_AS_MAP);

    // KEYS: the script's, then the lock keys. ARGV: the script's, then how many lock keys, the owner token. The script
    // finds its own only.
    private static final String ITS_OWN = "for i=1,n do KEYS[#KEYS]=nil end ARGV[#ARGV]=nil ARGV[#ARGV]=nil end ";

    private static final String BEFORE_SCRIPT = "do local n=tonumber(ARGV[#ARGV-1]) for i=#KEYS-n+1,#KEYS do "
            + "local v=redis.pcall('GET',KEYS[i]) if v~=ARGV[#ARGV] then "
            + REFUSE
            + ITS_OWN;

    private static final String BEFORE_SCRIPT_SHARED =
            "do local n=2 do " + sharedLease("KEYS[#KEYS-1]", "KEYS[#KEYS]", "ARGV[#ARGV]") + REFUSE + ITS_OWN;

    private GuardScripts() {}

    /** @param shared whether others may hold the lock at the same time */
    static byte[] command(boolean shared) {
        return shared ? COMMAND_SHARED : COMMAND;
    }

    /** @param shared whether others may hold the lock at the same time */
    static byte[] streamsAsMap(boolean shared) {
        return shared ? STREAMS_AS_MAP_SHARED : STREAMS_AS_MAP;
    }

    /** In front of its first line of Lua, on the same line: the lines in its errors stay. */
    static byte[] before(byte[] script, boolean shared) {
        byte[] check = bytes(shared ? BEFORE_SCRIPT_SHARED : BEFORE_SCRIPT);
        int at = script.length > 1 && script[0] == '#' && script[1] == '!' ? afterFirstLine(script) : 0;
        byte[] guarded = new byte[script.length + check.length];
        System.arraycopy(script, 0, guarded, 0, at);
        System.arraycopy(check, 0, guarded, at, check.length);
        System.arraycopy(script, at, guarded, at + check.length, script.length - at);
        return guarded;
    }

    private static String sharedLease(String lock, String holders, String token) {
        return "local v,s,t=redis.pcall('GET',%s),redis.pcall('ZSCORE',%s,%s),redis.call('TIME') "
                        .formatted(lock, holders, token)
                + "if type(v)~='string' or v:sub(1,7)~='shared:' or type(s)~='string' "
                + "or tonumber(s)<=math.floor(t[1]*1000+t[2]/1000) then ";
    }

    private static int afterFirstLine(byte[] script) {
        int at = 0;
        while (at < script.length && script[at] != '\n') {
            at++;
        }
        return Math.min(at + 1, script.length);
    }

    private static byte[] bytes(String lua) {
        return lua.getBytes(US_ASCII);
    }
}
