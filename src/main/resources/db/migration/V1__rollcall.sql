-- Understood by H2 2.3 and PostgreSQL 15+. ${text} is a text type that compares by code point, ${document} holds JSON.

-- One row a user of a source, as the source gave it; the columns beside the document answer SCIM filters.
-- source_id '~' marks members of the asset system that no source owns.
CREATE TABLE source_record (
  id            UUID PRIMARY KEY,
  source_id     ${text} NOT NULL,
  member_id     UUID NOT NULL,
  document      ${document} NOT NULL,
  hash          ${text} NOT NULL,
  active        BOOLEAN NOT NULL,
  version       BIGINT NOT NULL,
  user_name     ${text} NOT NULL,          -- lower case
  external_id   ${text},                   -- as sent: compares with case
  email         ${text},                   -- the primary e-mail, lower case
  display_name  ${text},                   -- lower case, as the name parts below
  formatted_name ${text},
  given_name    ${text},
  family_name   ${text},
  adoptable     BOOLEAN DEFAULT TRUE NOT NULL, -- false: an unowned member that is protected
  created       TIMESTAMP(3) WITH TIME ZONE NOT NULL,
  modified      TIMESTAMP(3) WITH TIME ZONE NOT NULL
);
-- The names come first: a source that adopts asks for two source ids at once.
CREATE UNIQUE INDEX source_record_user_name ON source_record (user_name, source_id);
CREATE UNIQUE INDEX source_record_primary_email ON source_record (email, source_id);
CREATE INDEX source_record_external_id ON source_record (external_id, source_id);
CREATE INDEX source_record_page ON source_record (source_id, id);
CREATE INDEX source_record_member ON source_record (member_id);
CREATE INDEX source_record_modified ON source_record (modified, source_id);
CREATE INDEX source_record_display_name ON source_record (display_name, source_id);
CREATE INDEX source_record_given_name ON source_record (given_name, source_id);
CREATE INDEX source_record_family_name ON source_record (family_name, source_id);

-- E-mails beside the primary one, lower case: few users have any.
CREATE TABLE source_record_email (
  record_id UUID NOT NULL REFERENCES source_record (id) ON DELETE CASCADE,
  source_id ${text} NOT NULL,
  email     ${text} NOT NULL,
  PRIMARY KEY (record_id, email)
);
CREATE INDEX source_record_email_value ON source_record_email (email, source_id);

-- The person in the asset system's terms, as planned from the newest record. fields, custom_fields, origins: JSON objects.
CREATE TABLE member (
  id             UUID PRIMARY KEY,
  source_id      ${text} NOT NULL,         -- the owner; '~' none; kept after DELETE so that a rehire finds the member
  status         ${text} NOT NULL,
  role           ${text},
  role_origin    ${text},
  requested_role ${text},
  email          ${text},                  -- lower case
  user_name      ${text},                  -- lower case
  employee_id    ${text},
  fields         ${document} NOT NULL,
  custom_fields  ${document} NOT NULL,
  origins        ${document} NOT NULL,
  version        BIGINT NOT NULL,
  created        TIMESTAMP(3) WITH TIME ZONE NOT NULL,
  modified       TIMESTAMP(3) WITH TIME ZONE NOT NULL
);
CREATE INDEX member_email ON member (email);
CREATE INDEX member_user_name ON member (user_name);
CREATE INDEX member_employee_id ON member (employee_id);
CREATE INDEX member_source ON member (source_id, id);
CREATE INDEX member_role ON member (role, id);
CREATE INDEX member_status ON member (status, id);
CREATE INDEX member_fallback ON member (role_origin, created);

-- One row a member: the newest state that is on its way, or arrived. A newer change raises version and coalesces.
-- state: waiting, delivered, dead. fence rises with every claim, so that a worker which slept cannot settle.
-- While a row is claimed next_attempt_at is the end of the lease; while it is not, the end of the back-off.
CREATE TABLE delivery (
  member_id         UUID PRIMARY KEY,
  operation         ${text} NOT NULL,      -- create, update, deactivate, reactivate
  changed           ${document} NOT NULL,  -- JSON list of field names that differ from what the target has
  version           BIGINT NOT NULL,       -- the member's version that is wanted in the target
  delivered_version BIGINT NOT NULL,       -- the member's version that the target has; 0 none
  state             ${text} NOT NULL,
  attempts          INTEGER NOT NULL,
  next_attempt_at   TIMESTAMP(3) WITH TIME ZONE,  -- null unless waiting
  lease_owner       ${text},
  fence             BIGINT NOT NULL,
  last_error        ${document},
  target_id         ${text},               -- the asset system's id of the member, once known
  created           TIMESTAMP(3) WITH TIME ZONE NOT NULL,
  modified          TIMESTAMP(3) WITH TIME ZONE NOT NULL
);
CREATE INDEX delivery_due ON delivery (next_attempt_at);
CREATE UNIQUE INDEX delivery_target_id ON delivery (target_id);
CREATE INDEX delivery_state ON delivery (state, member_id);

-- Every change of a member. Delivered when delivery.delivered_version has reached version.
CREATE TABLE member_history (
  member_id UUID NOT NULL,
  version   BIGINT NOT NULL,
  at        TIMESTAMP(3) WITH TIME ZONE NOT NULL,
  source_id ${text} NOT NULL,              -- the source or, for changes by hand, 'console'
  actor     ${text},                       -- the console user, for changes by hand
  operation ${text} NOT NULL,
  before    ${document},                   -- JSON of the fields that differ, as they were
  after     ${document} NOT NULL,          -- JSON of the fields that differ, as they became
  PRIMARY KEY (member_id, version)
);

-- A user that cannot become a member, or waits for a person. Kept by source and user name: the newest attempt counts.
-- state: open, held, resolved. intent: what was asked for, so that it can be replayed.
CREATE TABLE rejection (
  id         UUID PRIMARY KEY,
  source_id  ${text} NOT NULL,
  user_name  ${text} NOT NULL,             -- lower case
  member_id  UUID,
  state      ${text} NOT NULL,
  problems   ${document} NOT NULL,         -- JSON list of {code, field, attribute, sentence}
  intent     ${text} NOT NULL,             -- create, update
  record_id  UUID,
  document   ${document} NOT NULL,         -- the record as it would have been
  created    TIMESTAMP(3) WITH TIME ZONE NOT NULL,
  modified   TIMESTAMP(3) WITH TIME ZONE NOT NULL,
  attempts   INTEGER NOT NULL
);
CREATE UNIQUE INDEX rejection_user ON rejection (source_id, user_name);
CREATE INDEX rejection_state ON rejection (state, id);

-- Attributes that nothing maps or knows, and group writes: shown on the source's page.
CREATE TABLE source_note (
  source_id ${text} NOT NULL,
  kind      ${text} NOT NULL,              -- unknown-attribute, group-write
  name      ${text} NOT NULL,
  last_seen TIMESTAMP(3) WITH TIME ZONE NOT NULL,
  PRIMARY KEY (source_id, kind, name)
);

CREATE TABLE source_token (
  id         UUID PRIMARY KEY,
  source_id  ${text} NOT NULL,
  prefix     ${text} NOT NULL,             -- public part of the token, for look-up
  hash       ${text} NOT NULL,             -- SHA-256 of the whole token, hex
  created    TIMESTAMP(3) WITH TIME ZONE NOT NULL,
  created_by ${text} NOT NULL,
  expires    TIMESTAMP(3) WITH TIME ZONE,
  last_used  TIMESTAMP(3) WITH TIME ZONE,
  revoked    TIMESTAMP(3) WITH TIME ZONE
);
CREATE UNIQUE INDEX source_token_prefix ON source_token (prefix);
CREATE INDEX source_token_source ON source_token (source_id);

CREATE TABLE console_user (
  username ${text} PRIMARY KEY,            -- lower case
  password ${text} NOT NULL,               -- encoded, with the encoder's name in braces
  role     ${text} NOT NULL,               -- viewer, operator, admin
  created  TIMESTAMP(3) WITH TIME ZONE NOT NULL
);

-- Overrides of settings: the whole merge patch over the base, one row a version; the newest is in force.
CREATE TABLE settings_version (
  version    BIGINT PRIMARY KEY,
  overrides  ${document} NOT NULL,
  difference ${document} NOT NULL,         -- the merge patch that made this version
  author     ${text} NOT NULL,
  created    TIMESTAMP(3) WITH TIME ZONE NOT NULL
);

CREATE TABLE audit (
  id      UUID PRIMARY KEY,
  at      TIMESTAMP(3) WITH TIME ZONE NOT NULL,
  actor   ${text} NOT NULL,
  action  ${text} NOT NULL,
  subject ${text} NOT NULL,
  detail  ${document} NOT NULL
);
CREATE INDEX audit_at ON audit (at);

-- How many users became administrators by the fallback on a day; the row's lock makes the cap hold over all replicas.
CREATE TABLE administrator_fallback (
  on_day DATE PRIMARY KEY,
  used   INTEGER NOT NULL
);
