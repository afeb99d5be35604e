-- One text for H2 (in its PostgreSQL mode) and PostgreSQL. Never change it: add another.

-- The id of the API key that made a room, so that each has its limit.
alter table room add column made_by varchar(64);

-- Rooms that ended long ago are looked for every hour.
create index room_ended on room (closed, updated_at);
