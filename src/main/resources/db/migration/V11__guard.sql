-- How many members of the source were in use when the run began to act: what the guard's percentages are of. NULL: all sources.
ALTER TABLE sync_run ADD COLUMN active_before BIGINT;
