-- What belongs to which asset system, and what may be ours there. Understood by H2 2.3 and PostgreSQL 15+.

-- The address or user name under which a creation was sent whose answer has not come: whom the target has under it may be ours.
ALTER TABLE delivery ADD COLUMN tried_as ${text};

-- Which asset system, and which account of it, delivery.target_id is about: one row.
CREATE TABLE delivery_account (
  id      INTEGER PRIMARY KEY,
  account ${text} NOT NULL
);

-- Ids in asset systems that are not delivered to at present.
CREATE TABLE former_target_id (
  member_id UUID NOT NULL,
  account   ${text} NOT NULL,
  target_id ${text} NOT NULL,
  PRIMARY KEY (member_id, account)
);
