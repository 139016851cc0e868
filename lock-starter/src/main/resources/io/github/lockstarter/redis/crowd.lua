-- Part of the scripts that may meet several holders of a lock, after fence.lua; KEYS 4 holders.
--
-- A lock is held by one alone, whose owner token is its value; or by several, a crowd, each with a token that says how many there
-- may be at once: `...~5@shop-7`, `...~all@shop-7`. Then its value is a mark, `shared:<n>:<until>@<instance>`, and lasts as long as
-- the last of them:
--   n      the smallest number of permits in use when it was written
--   until  so long, in ms by the server's clock, who comes stands behind those in line: one who does not fit has looked lately
-- `holders` has their tokens, by when each expires, in ms; it counts only while the lock's value is a mark.
local holders = KEYS[4]

-- Held by one alone; or by a crowd of at most `limit`; or, without either, by nobody: as look() has found it.
local alone, limit, held_back, instance

-- One who waits looks once a second, and may have to wait for the answer.
local LOOKS_AGAIN = 3000

local clock
local function clock_us()
  if not clock then
    local time = redis.call('TIME')
    clock = time[1] * 1000000 + time[2]
  end
  return clock
end

local function now()
  return math.floor(clock_us() / 1000)
end

local function permits_of(ticket)
  local permits = ticket:match('~(%w+)@')
  return permits == 'all' and math.huge or tonumber(permits) or 1
end

-- Answers the lock's value.
local function look()
  local value = redis.call('GET', lock)
  local n, till, name = (value or ''):match('^shared:(%w+):(%d+)@(.*)$')
  limit = n == 'all' and math.huge or tonumber(n)
  -- What is no mark of ours is somebody's, too.
  alone, held_back, instance = value and not limit, tonumber(till), name
  if limit then redis.call('ZREMRANGEBYSCORE', holders, '-inf', now()) end
  return value
end

-- @param expiry of the lock; nil: as before
local function write_mark(expiry)
  local n = limit == math.huge and 'all' or limit
  local mark = ('shared:%s:%.0f@%s'):format(n, held_back, instance)
  if expiry then redis.call('SET', lock, mark, 'PXAT', expiry) else redis.call('SET', lock, mark, 'KEEPTTL') end
end

-- When the last of the crowd expires; nil: there is none.
local function last_expiry()
  return redis.call('ZRANGE', holders, -1, -1, 'WITHSCORES')[2]
end

-- One has gone: the lock lasts as long as the last of those who are left.
local function settle()
  local last = limit and last_expiry()
  if last then
    redis.call('PEXPIREAT', lock, last)
    redis.call('PEXPIREAT', holders, last)
  elseif limit then
    redis.call('DEL', lock)
  end
end

-- Whether one may have the lock now, beside those who have it.
local function fits(ticket)
  if alone or not limit then return not alone end
  local most = permits_of(ticket)
  if most > limit then
    -- Whoever allowed no more may have gone.
    limit = math.huge
    for _, holder in ipairs(redis.call('ZRANGE', holders, 0, -1)) do limit = math.min(limit, permits_of(holder)) end
    most = math.min(most, limit)
  end
  return most == math.huge or redis.call('ZCARD', holders) < most
end

-- Takes one into the crowd, or begins one, for so many ms at least. First comes what may be refused, to a user without the rights or for
-- want of memory: a script that breaks off keeps what it has written, and holders are to be in no crowd that does not know of them.
local function admit(ticket, lasting)
  -- What `now` has left out of a millisecond counts for the holder.
  local expiry = now() + lasting + 1
  local last, begins = expiry, not limit
  if begins then
    limit, held_back = math.huge, now() + LOOKS_AGAIN
  else
    last = math.max(expiry, tonumber(last_expiry()) or 0)
  end
  limit = math.min(limit, permits_of(ticket))
  instance = ticket:match('@([^@]*)$')
  write_mark(('%.0f'):format(last))
  if begins then redis.call('DEL', holders) end
  redis.call('ZADD', holders, 'GT', expiry, ticket)
  redis.call('PEXPIREAT', holders, ('%.0f'):format(last))
end

-- The fencing token of those who are not alone: the last that was given.
local function last_fencing_token()
  return redis.call('GET', fence) or next_fencing_token()
end
