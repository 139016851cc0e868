-- Part of acquire.lua and release.lua, after fence.lua.
-- How long a lock that was handed over waits to be taken up, in ms: no longer than the ttl, which it would prolong, but long
-- enough for one who looks by himself.
local reservation = math.max(100, math.min(ttl, 1000))

-- Reserves the lock for `first`, who was taken out of the line, or for one who comes after, and wakes it. Neither `token` nor
-- `ended`, whose lease ends, is handed anything, and with `stop_at_token` nobody who comes after `token` is. A JVM that cannot
-- hear ('@!...') is reserved for all the same: it looks by itself. Answers the new owner and its fencing token; nil: nobody.
local function hand_over(first, ended, stop_at_token)
  while first and not (stop_at_token and first == token) do
    if first ~= token and first ~= ended then
      local fencing_token = next_fencing_token()
      local instance = first:match('[^@]*$')
      local heard = instance:sub(1, 1) == '!'
        or redis.pcall('PUBLISH', $CHANNEL .. instance, lock .. ' ' .. first .. ' ' .. fencing_token)
      if heard ~= 0 or not $COUNTS_ALL_RECEIVERS then
        redis.call('SET', lock, first, 'PX', reservation)
        return first, fencing_token
      end
    end
    first = redis.call('ZPOPMIN', queue)[1]
  end
end
