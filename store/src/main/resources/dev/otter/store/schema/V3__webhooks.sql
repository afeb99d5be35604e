-- One text for H2 (in its PostgreSQL mode) and PostgreSQL. Never change it: add the next one.

-- The number of the room's last event that was handed over; so a room that the map has lost goes on
-- counting where it was.
alter table room add column last_event bigint default 0 not null;

create table webhook (
  webhook_id varchar(64) primary key,
  url varchar(2048) not null,
  sealed_secret varchar(512) not null,
  created_at timestamp(3) with time zone not null,
  -- Which node delivers to it, and until when no other does.
  lease_node varchar(64),
  lease_until timestamp(3) with time zone
);

-- What was delivered is deleted.
create table webhook_delivery (
  webhook_id varchar(64) not null references webhook (webhook_id) on delete cascade,
  room_id varchar(64) not null,
  event_number bigint not null,
  event_type varchar(64) not null,
  body varchar(65536) not null,
  state varchar(16) not null,
  attempts integer not null,
  created_at timestamp(3) with time zone not null,
  next_at timestamp(3) with time zone not null,
  last_error varchar(512),
  primary key (webhook_id, room_id, event_number)
);

create index webhook_delivery_due on webhook_delivery (webhook_id, state, next_at);
