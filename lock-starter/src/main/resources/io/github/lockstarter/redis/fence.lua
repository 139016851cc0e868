-- Part of the scripts that give a lock to somebody, or raise its fencing token. KEYS 1 lock 2 queue 3 fence; ARGV 1 owner token 2 ttl in ms.
-- What begins with a dollar is the same for all calls, and is put in when the store is made: see LockScripts.
local lock, queue, fence, token, ttl = KEYS[1], KEYS[2], KEYS[3], ARGV[1], ARGV[2]

-- How long a fencing token is kept, in ms: one that is ahead of the server's clock for longer by as much, or one by that clock
-- could come after it that is less.
local function kept(fencing_token, time)
  local ahead = math.ceil((fencing_token - time[1] * 1000000 - time[2]) / 1000)
  return math.max($FENCE_TTL, 10 * ttl) + math.max(ahead, 0)
end

-- The next fencing token: greater than every one before, at least the server's clock in microseconds, and at least `floor`.
local function next_fencing_token(floor)
  local time = redis.call('TIME')
  local next = time[1] .. ('00000' .. time[2]):sub(-6)
  if floor and tonumber(floor) > tonumber(next) then next = floor end
  local last = redis.call('SET', fence, next, 'PX', kept(next, time), 'GET')
  if last and tonumber(last) >= tonumber(next) then
    next = string.format('%.0f', last + 1)
    redis.call('SET', fence, next, 'PX', kept(next, time))
  end
  return next
end
