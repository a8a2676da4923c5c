-- The asset system's own side: AssetSonar's member columns, in a schema of its own. Understood by H2 and PostgreSQL.
CREATE TABLE role (
  name ${text} PRIMARY KEY
);

CREATE TABLE custom_field (
  name          ${text} PRIMARY KEY,
  type          ${text} NOT NULL,
  mandatory     BOOLEAN NOT NULL,
  default_value ${text}
);

CREATE TABLE custom_field_option (
  custom_field ${text} NOT NULL REFERENCES custom_field (name) ON DELETE CASCADE,
  name         ${text} NOT NULL,
  PRIMARY KEY (custom_field, name)
);

CREATE TABLE member (
  id                 ${text} PRIMARY KEY,
  email              ${text} NOT NULL,
  email_key          ${text} GENERATED ALWAYS AS (LOWER(email))${stored},
  user_name          ${text},
  first_name         ${text},
  middle_name        ${text},
  last_name          ${text} NOT NULL,
  display_name       ${text},
  employee_id        ${text},
  employee_identification_number ${text},
  job_title          ${text},
  department         ${text},
  division           ${text},
  cost_center        ${text},
  organization       ${text},
  manager            ${text},
  role               ${text} NOT NULL REFERENCES role (name),
  team               ${text},
  location           ${text},
  status             ${text} NOT NULL CHECK (status IN ('active', 'inactive')),
  login_enabled      ${text},
  phone_number       ${text},
  mobile_phone       ${text},
  fax                ${text},
  address_name       ${text},
  address_line_1     ${text},
  address_line_2     ${text},
  city               ${text},
  state              ${text},
  zip_code           ${text},
  country            ${text},
  time_zone          ${text},
  preferred_language ${text},
  start_date         ${text},
  offboarding_date   ${text},
  description        ${text}
);
CREATE UNIQUE INDEX member_email ON member (email_key);

CREATE TABLE custom_field_value (
  member_id    ${text} NOT NULL REFERENCES member (id) ON DELETE CASCADE,
  custom_field ${text} NOT NULL,
  field_value  ${text} NOT NULL,
  PRIMARY KEY (member_id, custom_field)
);
