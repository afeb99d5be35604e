-- One text for H2 (in its PostgreSQL mode) and PostgreSQL. Never change it: add V2.

-- Who is in a room is not here: it is rebuilt from live connections.
create table room (
  room_id varchar(64) primary key,
  unique_name varchar(512) unique,
  max_participants integer not null,
  closed boolean not null,
  created_at timestamp(3) with time zone not null,
  updated_at timestamp(3) with time zone not null
);

create table api_key (
  key_id varchar(64) primary key,
  name varchar(512) not null,
  scopes varchar(512) not null,
  sha256 varchar(64) not null,
  sealed_token_secret varchar(512),
  created_at timestamp(3) with time zone not null,
  expires_at timestamp(3) with time zone,
  last_used_at timestamp(3) with time zone,
  revoked_at timestamp(3) with time zone
);

create table revoked_token (
  token_id varchar(2048) primary key,
  ends_at timestamp(3) with time zone not null
);
