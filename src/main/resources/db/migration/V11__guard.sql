-- How many members of the source were in use when the run began to act, counted as far as the guard needs. NULL: all sources.
ALTER TABLE sync_run ADD COLUMN active_before BIGINT;
