-- One text for H2 (in its PostgreSQL mode) and PostgreSQL. Never change it: add another.

-- The name of a room that has ended is free for the next one, so it moves out of the unique column.
alter table room add column ended_name varchar(512);

-- What the maker of a room asked for, and whose tokens let nobody in any more (a JSON list).
alter table room add column metadata varchar(8192);
alter table room add column empty_seconds integer default 0 not null;
alter table room add column max_seconds integer default 0 not null;
alter table room add column put_out varchar(65536) default '[]' not null;
