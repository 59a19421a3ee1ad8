#!/bin/sh
# Run once by the database's image on an empty data folder: who owns the tables, who serves the pages, what jobs wear, and
# who makes backups. None of them is a superuser (docs/how-to/outside-database.md).
set -eu
psql -v ON_ERROR_STOP=1 -U "$POSTGRES_USER" \
    -v owner="$(cat /run/secrets/owner_password)" -v app="$(cat /run/secrets/database_password)" \
    -v backup="$(cat /run/secrets/replication_password)" <<'SQL'
CREATE ROLE gongjia LOGIN NOSUPERUSER PASSWORD :'owner';
CREATE ROLE gongjia_app LOGIN NOSUPERUSER NOINHERIT PASSWORD :'app';
CREATE ROLE gongjia_platform NOLOGIN NOINHERIT;
GRANT gongjia_platform TO gongjia_app;
CREATE DATABASE gongjia OWNER gongjia;
ALTER DATABASE gongjia SET log_min_error_statement = 'panic';  -- an error would repeat names and dates of birth
ALTER DATABASE gongjia SET log_error_verbosity = 'terse';
CREATE ROLE gongjia_backup LOGIN REPLICATION BYPASSRLS PASSWORD :'backup';
GRANT pg_read_all_data TO gongjia_backup;
SQL
cat >"$PGDATA/pg_hba.conf" <<'RULES'
local  all          postgres                       peer
local  gongjia      gongjia,gongjia_app            scram-sha-256
local  all          gongjia_backup                 scram-sha-256
local  replication  gongjia_backup                 scram-sha-256
RULES
