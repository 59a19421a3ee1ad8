#!/bin/sh
# Run once by the database's image on an empty data folder: two roles, neither of them a superuser.
set -eu
psql -v ON_ERROR_STOP=1 -U "$POSTGRES_USER" \
    -v app="$(cat /run/secrets/database_password)" -v backup="$(cat /run/secrets/replication_password)" <<'SQL'
CREATE ROLE gongjia LOGIN NOSUPERUSER PASSWORD :'app';
CREATE DATABASE gongjia OWNER gongjia;
CREATE ROLE gongjia_backup LOGIN REPLICATION BYPASSRLS PASSWORD :'backup';
GRANT pg_read_all_data TO gongjia_backup;
SQL
echo "host replication gongjia_backup all scram-sha-256" >>"$PGDATA/pg_hba.conf"
