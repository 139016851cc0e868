-- Part of the scripts that end a lease or find a lock free, after fence.lua; KEYS 4 holders.
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

-- How long a lock that was handed over waits to be taken up, in ms: no longer than the ttl, which it would prolong, but long
-- enough for one who looks by himself.
local reservation = math.max(100, math.min(ttl, 1000))

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
  local n, till, last = (value or ''):match('^shared:(%w+):(%d+)@(.*)$')
  limit = n == 'all' and math.huge or tonumber(n)
  -- What is no mark of ours is somebody's, too.
  alone, held_back, instance = value and not limit, tonumber(till), last
  if limit then redis.call('ZREMRANGEBYSCORE', holders, '-inf', now()) end
  return value
end

-- Writes what has become of a crowd: the lock lasts as long as the last of them.
local function write_mark()
  local last = limit and redis.call('ZRANGE', holders, -1, -1, 'WITHSCORES')
  if not limit then return end
  if not last[1] then
    redis.call('DEL', lock)
    return
  end
  local n = limit == math.huge and 'all' or limit
  redis.call('SET', lock, ('shared:%s:%.0f@%s'):format(n, held_back, instance), 'PXAT', last[2])
  redis.call('PEXPIREAT', holders, last[2])
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
  return redis.call('ZCARD', holders) < most
end

-- Takes one into the crowd, or begins one, for so many ms at least.
local function admit(ticket, lasting)
  if not limit then
    redis.call('DEL', holders)
    limit, held_back = math.huge, now() + LOOKS_AGAIN
  end
  limit = math.min(limit, permits_of(ticket))
  instance = ticket:match('[^@]*$')
  -- What `now` has left out of a millisecond counts for the holder.
  redis.call('ZADD', holders, 'GT', now() + lasting + 1, ticket)
end

-- The fencing token of those who are not alone: the last that was given.
local function last_fencing_token()
  return redis.call('GET', fence) or next_fencing_token()
end

-- Reserves the lock, or a place in the crowd, for one who was taken out of the line, and wakes it. A JVM that cannot hear ('@!...')
-- is reserved for all the same: it looks by itself. Answers the fencing token; nil: nobody is there.
local function reserve(ticket)
  local for_one = permits_of(ticket) == 1
  local fencing_token = for_one and next_fencing_token() or last_fencing_token()
  local name = ticket:match('[^@]*$')
  local heard = name:sub(1, 1) == '!'
    or redis.pcall('PUBLISH', $CHANNEL .. name, lock .. ' ' .. ticket .. ' ' .. fencing_token)
  if heard == 0 and $COUNTS_ALL_RECEIVERS then return nil end
  if for_one then
    redis.call('SET', lock, ticket, 'PX', reservation)
    alone, limit = true, nil
  else
    admit(ticket, reservation)
  end
  return fencing_token
end

-- Lets in those who come first in line, as long as they fit: up to `stop`, and to who came after `came`. Answers whether somebody is
-- left who came before and does not fit.
local function let_in(stop, came)
  while true do
    local first = redis.call('ZRANGE', queue, 0, 0, 'WITHSCORES')
    if not first[1] or first[1] == stop or came and tonumber(first[2]) > came then return false end
    if not fits(first[1]) then return true end
    redis.call('ZREM', queue, first[1])
    reserve(first[1])
  end
end

-- Hands a lock that is free to `first`, who was taken out of the line, or to one who comes after; and to all who may have it with
-- that one. Neither `token` nor `ended`, whose lease ends, is handed anything, and with `stop_at_token` nobody who comes after `token`
-- is. Answers the new owner, and its fencing token if that is alone; nil: nobody.
local function hand_over(first, ended, stop_at_token)
  while first and not (stop_at_token and first == token) do
    if first ~= token and first ~= ended then
      local fencing_token = reserve(first)
      if fencing_token then
        if limit then let_in(token) end
        write_mark()
        return first, alone and fencing_token
      end
    end
    first = redis.call('ZPOPMIN', queue)[1]
  end
end

-- One who stands in line does not fit, and is there: who comes after it waits behind it.
local function hold_back()
  held_back = now() + LOOKS_AGAIN
  write_mark()
end
