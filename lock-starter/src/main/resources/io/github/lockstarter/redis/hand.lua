-- Part of acquire.lua and release.lua. KEYS 1 lock 2 queue 3 fence.
-- ARGV 1 owner token 2 ms a reservation lasts 3 ms the fencing token is kept 4 channel prefix 5 PUBLISH or SPUBLISH
--      6 '1' when the number of its receivers misses nobody
local lock, queue, fence, token = KEYS[1], KEYS[2], KEYS[3], ARGV[1]

-- The next fencing token: greater than every one before, at least the server's clock in microseconds, and at least `floor`.
local function next_fencing_token(floor)
  local time = redis.call('TIME')
  local next = math.max(time[1] * 1000000 + time[2], floor)
  local last = tonumber(redis.call('SET', fence, string.format('%.0f', next), 'PX', ARGV[3], 'GET') or 0)
  if last >= next then
    next = last + 1
    redis.call('SET', fence, string.format('%.0f', next), 'PX', ARGV[3])
  end
  return string.format('%.0f', next)
end

-- Reserves the lock for the first in line and wakes it. False: nobody stands in line, or with `stop_at_token`, nobody before
-- `token`. A JVM that cannot hear ('@!...') is reserved for all the same: it looks by itself.
local function hand_over(stop_at_token)
  while true do
    local first = redis.call('ZPOPMIN', queue)[1]
    if not first or first == token and stop_at_token then return false end
    if first ~= token then
      local fencing_token = next_fencing_token(0)
      local instance = string.match(first, '[^@]*$')
      local heard = string.sub(instance, 1, 1) == '!'
        or redis.pcall(ARGV[5], ARGV[4] .. instance, lock .. ' ' .. first .. ' ' .. fencing_token)
      if heard ~= 0 or ARGV[6] ~= '1' then
        redis.call('SET', lock, first, 'PX', ARGV[2])
        return true
      end
    end
  end
end
