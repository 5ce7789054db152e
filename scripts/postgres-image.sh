#!/usr/bin/env bash
# Builds a container image of PostgreSQL from this machine's own Debian packages, for where no image registry can be reached.
# What the official image promises and the container backend asks for, it keeps: POSTGRES_PASSWORD, POSTGRES_INITDB_ARGS,
# PGDATA and the command `postgres -c ...`. Does nothing where the image exists. Needs root, mmdebstrap and a running Docker.
set -euo pipefail

image=${1:-mettle/postgres:debian}
if docker image inspect "$image" >/dev/null 2>&1; then
  echo "$image exists"
  exit 0
fi

# Unpacking writes some thousand small files: in memory where there is room.
memory=/dev/shm
if [ "$(df --output=avail -m "$memory" 2>/dev/null | tail -n 1)" -gt 2000 ] 2>/dev/null && ! findmnt -no OPTIONS "$memory" | grep -q noexec; then
  export TMPDIR=$memory
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
chmod 755 "$work"

# Where this machine gets Debian's packages from. apt knows, whatever files say it.
apt-get indextargets --format '$(ORIGIN)|$(REPO_URI)|$(RELEASE)|$(COMPONENT)' 'Identifier: Packages' |
  while IFS='|' read -r origin uri release component; do
    case $origin in Debian | Ubuntu) echo "deb $uri $release $component" ;; esac
  done >"$work/sources.list"
test -s "$work/sources.list" || {
  echo 'Failed to build the image: apt knows no packages. Run "apt-get update".' >&2
  exit 1
}

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
mmdebstrap --quiet --variant=essential --include="postgresql-$version" --dpkgopt=force-confold \
  --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-exclude=/usr/share/locale/*' \
  --essential-hook='mkdir -p "$1/etc/postgresql-common"' \
  --essential-hook='echo "create_main_cluster = false" >"$1/etc/postgresql-common/createcluster.conf"' \
  --customize-hook="install -m 755 '$work/docker-entrypoint.sh' \"\$1/usr/local/bin/docker-entrypoint.sh\"" \
  '' "$work/root.tar" "$work/sources.list"

docker import \
  --change "ENV PATH=/usr/lib/postgresql/$version/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin" \
  --change 'ENV PGDATA=/var/lib/postgresql/data' \
  --change 'ENTRYPOINT ["docker-entrypoint.sh"]' \
  --change 'CMD ["postgres"]' \
  --change 'EXPOSE 5432' \
  "$work/root.tar" "$image" >/dev/null
echo "$image built, with PostgreSQL $version"
