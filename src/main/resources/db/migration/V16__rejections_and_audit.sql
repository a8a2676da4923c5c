-- A rejection is a user's: who takes the name that was refused of somebody else does not end or overwrite it. Users without a
-- record are told apart by their names.
DROP INDEX rejection_user;
ALTER TABLE rejection ADD CONSTRAINT rejection_user UNIQUE NULLS NOT DISTINCT (source_id, user_name, record_id);

-- What the audit says was done is spelt in one way: noun, dot, verb.
UPDATE audit SET action = CASE action
  WHEN 'rejection-replayed' THEN 'rejection.replay'
  WHEN 'rejection-discarded' THEN 'rejection.discard'
  WHEN 'delivery-retried' THEN 'delivery.retry'
  WHEN 'delivery-discarded' THEN 'delivery.discard'
  WHEN 'member-made' THEN 'member.make'
  ELSE 'administrator.fallback' END
WHERE action IN ('rejection-replayed', 'rejection-discarded', 'delivery-retried', 'delivery-discarded', 'member-made',
  'administrator-by-fallback');
