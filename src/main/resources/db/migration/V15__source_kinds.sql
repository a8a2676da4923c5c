-- As which kind a source's users came: what is kept of them another kind could not read. A row a source.
CREATE TABLE source_kind (
  source_id ${text} PRIMARY KEY,
  kind      ${text} NOT NULL
);
