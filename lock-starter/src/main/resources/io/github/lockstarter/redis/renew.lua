if redis.call('GET', KEYS[1]) == ARGV[1] then
  redis.call('PEXPIRE', KEYS[1], math.max(redis.call('PTTL', KEYS[1]), ARGV[2]))
  return 1
end
-- KEYS 1 lock; ARGV 1 owner token 2 ttl in ms. Never shortens, and always writes: only a write can be acknowledged by replicas.
-- Answers 1 if the lock is ours, else 0.
return 0
