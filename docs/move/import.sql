-- Reads the files of export.sql into PostgreSQL, by psql. docs/operations.md says when: 'From H2 to PostgreSQL'.
BEGIN;

-- What the first start has written.
TRUNCATE asset.role, asset.custom_field, asset.custom_field_option, asset.member, asset.custom_field_value;
TRUNCATE source_record, source_record_email, member, delivery, member_history, rejection, source_note, source_token, console_user, settings_version, audit, administrator_fallback, delivery_target, delivery_account, former_target_id, sync_run, run_change, pulled_source, source_kind, vanished_user, digest;

-- Those that others refer to come first.
\copy source_record FROM 'moving/source_record.csv' CSV HEADER
\copy source_record_email FROM 'moving/source_record_email.csv' CSV HEADER
\copy member FROM 'moving/member.csv' CSV HEADER
\copy delivery FROM 'moving/delivery.csv' CSV HEADER
\copy member_history FROM 'moving/member_history.csv' CSV HEADER
\copy rejection FROM 'moving/rejection.csv' CSV HEADER
\copy source_note FROM 'moving/source_note.csv' CSV HEADER
\copy source_token FROM 'moving/source_token.csv' CSV HEADER
\copy console_user FROM 'moving/console_user.csv' CSV HEADER
\copy settings_version FROM 'moving/settings_version.csv' CSV HEADER
\copy audit FROM 'moving/audit.csv' CSV HEADER
\copy administrator_fallback FROM 'moving/administrator_fallback.csv' CSV HEADER
\copy delivery_target FROM 'moving/delivery_target.csv' CSV HEADER
\copy delivery_account FROM 'moving/delivery_account.csv' CSV HEADER
\copy former_target_id FROM 'moving/former_target_id.csv' CSV HEADER
\copy sync_run FROM 'moving/sync_run.csv' CSV HEADER
\copy run_change FROM 'moving/run_change.csv' CSV HEADER
\copy pulled_source FROM 'moving/pulled_source.csv' CSV HEADER
\copy source_kind FROM 'moving/source_kind.csv' CSV HEADER
\copy vanished_user FROM 'moving/vanished_user.csv' CSV HEADER
\copy digest FROM 'moving/digest.csv' CSV HEADER
\copy asset.role FROM 'moving/asset.role.csv' CSV HEADER
\copy asset.custom_field FROM 'moving/asset.custom_field.csv' CSV HEADER
\copy asset.custom_field_option FROM 'moving/asset.custom_field_option.csv' CSV HEADER
\copy asset.member (id, email, user_name, first_name, middle_name, last_name, display_name, employee_id, employee_identification_number, job_title, department, division, cost_center, organization, manager, role, team, location, status, login_enabled, phone_number, mobile_phone, fax, address_name, address_line_1, address_line_2, city, state, zip_code, country, time_zone, preferred_language, start_date, offboarding_date, description) FROM 'moving/asset.member.csv' CSV HEADER
\copy asset.custom_field_value FROM 'moving/asset.custom_field_value.csv' CSV HEADER

COMMIT;
