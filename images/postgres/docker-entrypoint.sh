#!/bin/sh
# Makes a database where there is none, and then runs what it was told to run.
# POSTGRES_USER, POSTGRES_DB, POSTGRES_PASSWORD_FILE and PGDATA are as in the image of the PostgreSQL project.
set -eu

if [ ! -e "$PGDATA" ]; then
  # Made aside and moved into place: one that was interrupted is begun anew.
  rm -rf "$PGDATA.new"
  initdb --pgdata="$PGDATA.new" --username="$POSTGRES_USER" --pwfile="$POSTGRES_PASSWORD_FILE" \
    --auth-local=trust --auth-host=scram-sha-256 --encoding=UTF8 --locale=C.UTF-8
  echo 'host all all all scram-sha-256' >> "$PGDATA.new/pg_hba.conf"
  echo "listen_addresses = '*'" >> "$PGDATA.new/postgresql.conf"
  if [ "$POSTGRES_DB" != postgres ]; then
    echo "CREATE DATABASE \"$POSTGRES_DB\"" | postgres --single -D "$PGDATA.new" postgres
  fi
  mv "$PGDATA.new" "$PGDATA"
fi
exec "$@"
