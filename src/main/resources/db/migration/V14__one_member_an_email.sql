-- Members of sources have an e-mail each, also where two sources send the same person at the same moment. twin is '' for
-- those whose e-mail no other such member may have, and the member's id for the rest: members that no source owns, of which
-- an asset system can have several with one e-mail, and those that shared one before this was prevented.
ALTER TABLE member ADD COLUMN twin ${text} DEFAULT '' NOT NULL;
UPDATE member SET twin = CAST(id AS VARCHAR(36))
WHERE source_id = '~'
  OR email IN (SELECT email FROM member WHERE source_id <> '~' AND email IS NOT NULL GROUP BY email HAVING COUNT(*) > 1);
DROP INDEX member_email;
CREATE UNIQUE INDEX member_email ON member (email, twin);
