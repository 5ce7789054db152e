#!/usr/bin/env bash
# Builds a container image for agents, with Python, psycopg and curl, from this machine's own Debian packages, for where no image registry can be
# reached. Does nothing where the image exists. Needs root, mmdebstrap and a running Docker.
set -euo pipefail

image=${1:-mettle/agent:debian}
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

mmdebstrap --quiet --variant=essential --include=python3,python3-psycopg,tzdata,curl \
  --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-exclude=/usr/share/locale/*' \
  '' "$work/root.tar" "$work/sources.list"

# A variable of its own, and a program that nobody asks for: what an image says of itself.
docker import \
  --change 'ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin' \
  --change 'ENV AGENT_IMAGE=debian' \
  --change 'ENTRYPOINT ["/bin/false"]' \
  "$work/root.tar" "$image" >/dev/null
echo "$image built"
