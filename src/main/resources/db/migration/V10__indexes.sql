-- Nothing asks for members by the origin of their role and the time: member_role_origin answers all that does.
DROP INDEX member_fallback;
