#!/usr/bin/env bash
# Builds the container image that the tests of services run: Redis and MariaDB side by side, since one image takes half as long as
# two. Does nothing where the image exists. Needs root, mmdebstrap and a running Docker.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/debian-image.sh"

image=${1:-mettle/services:debian}
unless_built "$image"
begin_image

# An empty MariaDB, and a user that comes from anywhere. What begins with it in memory copies it there.
cat >"$work/mariadb-seeded" <<'SEEDED'
#!/bin/sh
set -eu
cp -a /var/lib/mysql-empty/. /var/lib/mysql/
exec mariadbd --no-defaults --user=root --datadir=/var/lib/mysql --socket=/tmp/mysqld.sock --bind-address=0.0.0.0 --skip-log-bin \
  --innodb-flush-log-at-trx-commit=0 --innodb-doublewrite=0 --innodb-log-file-size=4M --innodb-buffer-pool-size=16M "$@"
SEEDED
# Its own installer wants more packages than the server.
cat >"$work/install-mariadb" <<'INSTALL'
#!/bin/sh
set -eu
cd /usr/share/mysql
{
  # A statement for each line.
  printf '%s;\n' 'CREATE DATABASE mysql' 'USE mysql' 'SET @auth_root_socket = NULL'
  cat mysql_system_tables.sql mysql_performance_tables.sql mysql_system_tables_data.sql
  printf '%s;\n' 'CREATE DATABASE shop' 'FLUSH PRIVILEGES' "CREATE USER agent@'%' IDENTIFIED BY 'agent'" "GRANT ALL ON shop.* TO agent@'%'"
} | mariadbd --no-defaults --bootstrap --user=root --datadir=/var/lib/mysql-empty --innodb-log-file-size=4M
INSTALL

unpack redis-server,mariadb-server-core,mariadb-client-core \
  --customize-hook="install -m 755 '$work/mariadb-seeded' '$work/install-mariadb' \"\$1/usr/local/bin/\"" \
  --customize-hook='mkdir -p "$1/var/lib/mysql" "$1/var/lib/mysql-empty"' \
  --customize-hook='chroot "$1" install-mariadb'

docker import \
  --change 'ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin' \
  --change 'CMD ["redis-server", "--protected-mode", "no", "--save", "", "--dir", "/tmp"]' \
  "$work/root.tar" "$image" >/dev/null
echo "$image built"
