-- What belongs to which asset system, and what may be ours there. Understood by H2 2.3 and PostgreSQL 15+.

-- The address or user name under which a creation was sent whose answer has not come: whom the target has under it may be ours.
ALTER TABLE delivery ADD COLUMN tried_as ${text};
