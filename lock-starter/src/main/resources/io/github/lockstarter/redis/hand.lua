-- Part of the scripts that end a lease or find a lock free, after fence.lua and crowd.lua.
-- How long a lock that was handed over waits to be taken up, in ms: no longer than the ttl, which it would prolong, but long
-- enough for one who looks by himself.
local reservation = math.max(100, math.min(ttl, 1000))

-- Reserves the lock, or a place in the crowd, for one who was taken out of the line, and wakes it. A JVM that cannot hear ('@!...')
-- is reserved for all the same: it looks by itself. Answers the fencing token; nil: nobody is there.
local function reserve(ticket)
  local for_one = permits_of(ticket) == 1
  local fencing_token = for_one and next_fencing_token() or last_fencing_token()
  local name = ticket:match('@([^@]*)$')
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
