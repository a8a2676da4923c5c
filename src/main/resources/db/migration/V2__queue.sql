-- The delivery queue over several replicas. Understood by H2 2.3 and PostgreSQL 15+.

-- The outcome of an attempt is unknown (an answer was lost, a process died): the next attempt looks into the target first.
ALTER TABLE delivery ADD COLUMN look_up BOOLEAN DEFAULT FALSE NOT NULL;
-- Since when the change waits; NULL: since modified. Set by the first claim, so that attempts do not make it younger.
ALTER TABLE delivery ADD COLUMN waiting_since TIMESTAMP(3) WITH TIME ZONE;

-- One row a target: what all replicas have to know of it.
CREATE TABLE delivery_target (
  name           ${text} PRIMARY KEY,             -- jdbc, assetsonar, snipe-it, or a route of one's own
  next_permit_at TIMESTAMP(6) WITH TIME ZONE,     -- rate limit: when a bucket without a store would have its next permit
  held_until     TIMESTAMP(6) WITH TIME ZONE,     -- the target asked to be left alone until then
  open_until     TIMESTAMP(6) WITH TIME ZONE,     -- circuit breaker: NULL closed; past: whoever moves it may probe
  openings       INTEGER NOT NULL,                -- how often in a row the breaker opened
  reason         ${document}                      -- why it opened
);

-- One row a running process. Claims of one that fell silent are given back before their lease ends.
CREATE TABLE replica (
  id   ${text} PRIMARY KEY,
  seen TIMESTAMP(3) WITH TIME ZONE NOT NULL
);
