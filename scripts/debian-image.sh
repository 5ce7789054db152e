# Sourced by the scripts that build container images from this machine's own Debian packages, for where no image registry can be
# reached. Needs root, mmdebstrap and a running Docker.

# Ends the script where the image is there.
unless_built() {
  docker image inspect "$1" >/dev/null 2>&1 || return 0
  echo "$1 exists"
  exit 0
}

# Makes the folder "$work", gone at the end, and in it the list of where packages come from.
begin_image() {
  # Unpacking writes some thousand small files: in memory where there is room.
  local memory=/dev/shm
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
}

# Unpacks the packages, a list with commas, into "$work/root.tar". What follows goes to mmdebstrap.
unpack() {
  local packages=$1
  shift
  mmdebstrap --quiet --variant=essential --include="$packages" \
    --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-exclude=/usr/share/locale/*' \
    "$@" '' "$work/root.tar" "$work/sources.list"
}
