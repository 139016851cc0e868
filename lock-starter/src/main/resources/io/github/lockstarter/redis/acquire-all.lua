-- Takes several locks of one slot, all or nothing, with one fencing token for all. Idempotent per owner token.
-- KEYS lock, queue, fence, holders of each; ARGV 1 owner token 2 ttl in ms 3 ms the fencing token is kept 4 least fencing token
-- Answers { fencing token, ms until the first of them expires, owner }; or, where one is another's, { '', ms until it expires, owner,
-- fencing token of that lease, which says since when }
local token, ttl = ARGV[1], tonumber(ARGV[2])
local time = redis.call('TIME')
local highest, missing = tonumber(ARGV[4]), false

for i = 1, #KEYS, 4 do
  local owner = redis.call('GET', KEYS[i])
  if owner and owner ~= token then return { '', redis.call('PTTL', KEYS[i]), owner, redis.call('GET', KEYS[i + 2]) or '' } end
  missing = missing or not owner
end
for i = 3, #KEYS, 4 do
  local last = tonumber(redis.call('GET', KEYS[i]) or 0)
  if missing then last = math.max(last + 1, time[1] * 1000000 + time[2]) end
  highest = math.max(highest, last)
end
local granted = string.format('%.0f', highest)
-- Longer by as much as it is ahead of the server's clock: see fence.lua.
local kept = ARGV[3] + math.max(0, math.ceil((highest - time[1] * 1000000 - time[2]) / 1000))
for i = 1, #KEYS, 4 do
  if not redis.call('SET', KEYS[i], token, 'NX', 'PX', ttl) then
    redis.call('PEXPIRE', KEYS[i], math.max(redis.call('PTTL', KEYS[i]), ttl))
  end
  redis.call('SET', KEYS[i + 2], granted, 'PX', kept)
end
return { granted, ttl, token }
