-- What was rejected of a record, also under a name that the user does not have in the end.
CREATE INDEX rejection_record ON rejection (record_id);
