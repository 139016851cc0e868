-- Part of acquire.lua and release.lua. KEYS 1 lock 2 queue 3 fence.
-- ARGV 1 owner token 2 ms a reservation lasts 3 ms the fencing token is kept 4 channel prefix 5 PUBLISH or SPUBLISH
--      6 '1' when the number of its receivers misses nobody
local lock, queue, fence, token = KEYS[1], KEYS[2], KEYS[3], ARGV[1]

-- The next fencing token: greater than every one before, at least the server's clock in microseconds, and at least `floor`.
local function next_fencing_token(floor)
  local time = redis.call('TIME')
  local next = time[1] .. ('00000' .. time[2]):sub(-6)
  if floor and tonumber(floor) > tonumber(next) then next = floor end
  local last = redis.call('SET', fence, next, 'PX', ARGV[3], 'GET')
  if last and tonumber(last) >= tonumber(next) then
    next = string.format('%.0f', last + 1)
    redis.call('SET', fence, next, 'PX', ARGV[3])
  end
  return next
end
