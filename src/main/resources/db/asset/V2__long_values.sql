-- A paragraph takes any text, and an address of the web up to 2000 characters.
ALTER TABLE custom_field_value ALTER COLUMN field_value SET DATA TYPE ${document};
