-- Since when a run waits for a person.
ALTER TABLE sync_run ADD COLUMN stopped TIMESTAMP(3) WITH TIME ZONE;
-- What is run after this one was done ('remap'), and the run that came of it.
ALTER TABLE sync_run ADD COLUMN follow_up ${text};
ALTER TABLE sync_run ADD COLUMN followed_by UUID;
CREATE INDEX sync_run_follow_up ON sync_run (follow_up, followed_by);
