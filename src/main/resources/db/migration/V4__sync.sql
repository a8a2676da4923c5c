-- Runs: one row a pull or re-mapping. source_id NULL: all sources. open_slot is the source (or '*' for all) while the run
-- may still act, and NULL afterwards. lease_until is the database's time; fence rises with every process that takes the run.
CREATE TABLE sync_run (
  id          UUID PRIMARY KEY,
  source_id   ${text},
  mode        ${text} NOT NULL,          -- full, incremental, remap, verify: as asked for
  read_mode   ${text} NOT NULL,          -- as it was done: an incremental run may become a full one
  dry_run     BOOLEAN NOT NULL,
  started_by  ${text} NOT NULL,          -- a console user, or 'schedule'
  state       ${text} NOT NULL,          -- running, stopped, done, failed, cancelled
  phase       ${text} NOT NULL,          -- reading, comparing, acting, ended
  open_slot   ${text},
  approved    BOOLEAN NOT NULL,
  cancel      BOOLEAN NOT NULL,
  lease_owner ${text},
  lease_until TIMESTAMP(3) WITH TIME ZONE,
  fence       BIGINT NOT NULL,
  users_read  BIGINT NOT NULL,
  created     BIGINT NOT NULL,
  updated     BIGINT NOT NULL,
  unchanged   BIGINT NOT NULL,
  deactivated BIGINT NOT NULL,
  reactivated BIGINT NOT NULL,
  rejected    BIGINT NOT NULL,
  held        BIGINT NOT NULL,
  planned     BIGINT NOT NULL,           -- users that differ from what is stored
  acted       BIGINT NOT NULL,           -- of these, how many are dealt with
  watermark   ${document},               -- where the next read of changes begins, once this run is done
  sentence    ${document},               -- how it ended, or why it stopped
  started     TIMESTAMP(3) WITH TIME ZONE NOT NULL,
  ended       TIMESTAMP(3) WITH TIME ZONE
);
CREATE INDEX sync_run_source ON sync_run (source_id, id);
CREATE INDEX sync_run_open ON sync_run (open_slot);

-- What a run found to do, in the order of turn and seq: users that vanished (0), stored ones that differ (1), new ones (2).
-- A row of a run that acts is deleted in the transaction that does it; rejected ones stay, and all of a dry run.
CREATE TABLE run_change (
  run_id     UUID NOT NULL,
  turn       SMALLINT NOT NULL,
  seq        BIGINT NOT NULL,
  source_id  ${text} NOT NULL,
  source_key ${text},                    -- the directory's key
  record_id  UUID,                       -- the stored record; NULL for a new user
  document   ${document},                -- the user as read; NULL: as stored
  active     BOOLEAN NOT NULL,
  user_keys  ${document},                -- JSON of what the user is found by
  user_name  ${text} NOT NULL,
  state      ${text} NOT NULL,           -- planned, again (waits for others to make way), rejected, held
  operation  ${text},                    -- create, update, deactivate, reactivate, unchanged, reject, hold: once compared
  member_id  UUID,
  before     ${document},                -- JSON of the member's fields that differ, as they are
  after      ${document},                -- JSON of the member's fields that differ, as they would be
  problems   ${document},
  PRIMARY KEY (run_id, turn, seq)
);

-- What is known of a pulled source between runs.
CREATE TABLE pulled_source (
  source_id        ${text} PRIMARY KEY,
  watermark        ${document},          -- of the last run that was done
  incrementals     INTEGER NOT NULL,     -- runs of changes since somebody looked for users that vanished
  last_full        TIMESTAMP(3) WITH TIME ZONE, -- the last planned time of which a run was started, by schedule
  last_incremental TIMESTAMP(3) WITH TIME ZONE
);

INSERT INTO pulled_source (source_id, incrementals) VALUES ('*', 0); -- its lock lets one run start at a time

-- Keys of users that vanished, and the member that each was: whoever comes back is the same member.
CREATE TABLE vanished_user (
  source_id  ${text} NOT NULL,
  source_key ${text} NOT NULL,
  member_id  UUID NOT NULL,
  PRIMARY KEY (source_id, source_key)
);

ALTER TABLE member_history ADD COLUMN run_id UUID;   -- the run that made the change
CREATE INDEX member_history_run ON member_history (run_id, member_id);
ALTER TABLE rejection ADD COLUMN source_key ${text}; -- the directory's key, for users that were pulled
