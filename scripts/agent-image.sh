#!/usr/bin/env bash
# Builds a container image for agents, with Python, psycopg and curl, from this machine's own Debian packages, for where no image registry can be
# reached. Does nothing where the image exists. Needs root, mmdebstrap and a running Docker.
set -euo pipefail

. "$(dirname "${BASH_SOURCE[0]}")/debian-image.sh"

image=${1:-mettle/agent:debian}
unless_built "$image"
begin_image

unpack python3,python3-psycopg,tzdata,curl

# A variable of its own, and a program that nobody asks for: what an image says of itself.
docker import \
  --change 'ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin' \
  --change 'ENV AGENT_IMAGE=debian' \
  --change 'ENTRYPOINT ["/bin/false"]' \
  "$work/root.tar" "$image" >/dev/null
echo "$image built"
