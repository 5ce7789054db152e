#!/usr/bin/env bash
# Builds a container image of PostgreSQL from this machine's own Debian packages, for where no image registry can be reached.
# What the official image promises and the container backend asks for, it keeps: POSTGRES_PASSWORD, POSTGRES_INITDB_ARGS,
# PGDATA and the command `postgres -c ...`. Does nothing where the image exists. Needs root, mmdebstrap and a running Docker.
set -euo pipefail

. "$(dirname "${BASH_SOURCE[0]}")/debian-image.sh"

image=${1:-mettle/postgres:debian}
unless_built "$image"
begin_image

cat >"$work/docker-entrypoint.sh" <<'ENTRYPOINT'
#!/bin/sh
set -eu
if [ "${1:-postgres}" = postgres ] && [ "$(id -u)" = 0 ]; then
  mkdir -p "$PGDATA" /var/run/postgresql
  chown postgres:postgres "$PGDATA" /var/run/postgresql
  chmod 700 "$PGDATA"
  exec setpriv --reuid=postgres --regid=postgres --init-groups "$0" "$@"
fi
if [ "${1:-postgres}" = postgres ] && [ ! -s "$PGDATA/PG_VERSION" ]; then
  : "${POSTGRES_PASSWORD:?is needed}"
  umask 077
  printf %s "$POSTGRES_PASSWORD" >/tmp/password
  # shellcheck disable=SC2086
  initdb --username=postgres --pwfile=/tmp/password --auth-local=trust --auth-host=scram-sha-256 ${POSTGRES_INITDB_ARGS:-}
  rm /tmp/password
  echo 'host all all all scram-sha-256' >>"$PGDATA/pg_hba.conf"
fi
exec "$@"
ENTRYPOINT

version=$(apt-cache depends postgresql | sed -n 's/^ *Depends: postgresql-\([0-9]*\)$/\1/p')
# The package makes a cluster of its own at its installation unless told otherwise.
unpack "postgresql-$version" --dpkgopt=force-confold \
  --essential-hook='mkdir -p "$1/etc/postgresql-common"' \
  --essential-hook='echo "create_main_cluster = false" >"$1/etc/postgresql-common/createcluster.conf"' \
  --customize-hook="install -m 755 '$work/docker-entrypoint.sh' \"\$1/usr/local/bin/docker-entrypoint.sh\""

docker import \
  --change "ENV PATH=/usr/lib/postgresql/$version/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin" \
  --change 'ENV PGDATA=/var/lib/postgresql/data' \
  --change 'ENTRYPOINT ["docker-entrypoint.sh"]' \
  --change 'CMD ["postgres"]' \
  --change 'EXPOSE 5432' \
  "$work/root.tar" "$image" >/dev/null
echo "$image built, with PostgreSQL $version"
