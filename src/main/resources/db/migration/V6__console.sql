-- Indexes for the console: members by the origin of their role, and changes by day.
CREATE INDEX member_role_origin ON member (role_origin, id);
CREATE INDEX member_history_at ON member_history (at, operation);
