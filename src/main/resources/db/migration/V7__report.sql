-- The digest of what needs a person: one row. due_at is null while nothing is to be sent; while a replica sends, it is the
-- end of its lease; after a failure, the end of the back-off. fence rises with every claim.
CREATE TABLE digest (
  id         INTEGER PRIMARY KEY,
  told_until TIMESTAMP(3) WITH TIME ZONE NOT NULL, -- what came up before was told
  tell_until TIMESTAMP(3) WITH TIME ZONE,          -- what came up before is told by the digest that is due
  due_at     TIMESTAMP(3) WITH TIME ZONE,
  attempts   INTEGER NOT NULL,
  fence      BIGINT NOT NULL,
  last_sent  TIMESTAMP(3) WITH TIME ZONE,
  last_error ${text}
);
INSERT INTO digest (id, told_until, attempts, fence) VALUES (1, TIMESTAMP WITH TIME ZONE '1970-01-01 00:00:00+00', 0, 0);
CREATE INDEX rejection_created ON rejection (created);
