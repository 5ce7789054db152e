#!/bin/sh
# Checks a folder of evidence: sh verify.sh FOLDER PUBLIC-KEY.pem
# Needs a POSIX shell, find, sort, cmp, sha256sum and openssl. Use a copy of this file that did not come with the folder.
# Exit code: 0 all of it is as it was signed, 1 it is not, 2 it was called wrongly, 3 a program is missing.
set -u
LC_ALL=C
export LC_ALL
umask 077

fail() { echo "REFUSED: $1" >&2; exit 1; }
misuse() { echo "$1" >&2; exit "$2"; }

[ $# -eq 2 ] || misuse 'usage: sh verify.sh FOLDER PUBLIC-KEY.pem' 2
for program in find sort cmp sha256sum openssl mktemp od wc; do
  command -v "$program" >/dev/null 2>&1 || misuse "$program is missing" 3
done
[ -d "$1" ] || misuse "$1 is no folder" 2
[ -f "$2" ] || misuse "$2 is no file" 2
folder=$(cd "$1" && pwd -P) || misuse "$1 cannot be entered" 2
key=$(cd "$(dirname "$2")" && pwd -P)/$(basename "$2")

# Who can change the folder could have signed it anew with another key, and laid that beside it.
case $key in "$folder"/*) misuse 'the public key must come from outside the folder' 2 ;; esac

scratch=$(mktemp -d) || misuse 'no temporary folder can be made' 3
trap 'rm -rf "$scratch"' EXIT
trap 'exit 1' HUP INT TERM

cd "$folder" || misuse "$1 cannot be entered" 2
for file in SHA256SUMS SHA256SUMS.sig; do
  [ -f "$file" ] && [ ! -L "$file" ] || fail "there is no file $file"
done

# Links, devices, and names that a list could not hold as they are.
find . ! -type f ! -type d >"$scratch/odd" 2>&1 || fail 'the folder cannot be read'
[ ! -s "$scratch/odd" ] || fail "what is no file and no folder: $(head -n 1 "$scratch/odd")"
find . -name '*[!A-Za-z0-9._~@+=,-]*' ! -name . >"$scratch/odd" || fail 'the folder cannot be read'
[ ! -s "$scratch/odd" ] || fail 'a name with signs that no file of ours has'

# The list is made anew and compared as a whole: what is missing, added, changed, listed twice or otherwise written differs.
find . -type f ! -path ./SHA256SUMS ! -path ./SHA256SUMS.sig -exec sha256sum {} + >"$scratch/unsorted" ||
  fail 'a file cannot be read'
sort -k 2 "$scratch/unsorted" >"$scratch/sums"
cmp -s "$scratch/sums" SHA256SUMS || {
  sort SHA256SUMS >"$scratch/a"
  sort "$scratch/sums" >"$scratch/b"
  fail "files are not as they were listed: $(comm -3 "$scratch/a" "$scratch/b" | head -n 1 | tr -d '\t' | cut -c 67-)"
}

# openssl reads no more of a signature than the longest that there can be: what stands behind it must not be taken for nothing.
size=$(($(wc -c <SHA256SUMS.sig)))
[ "$size" -ge 2 ] || fail 'the signature is not as it was written'

# Ed25519 signs the file itself, all else its digest.
if openssl pkey -pubin -in "$key" -noout -text 2>/dev/null | grep -qi ed25519; then
  [ "$size" -eq 64 ] || fail 'the signature is not as it was written'
  openssl pkeyutl -verify -pubin -inkey "$key" -rawin -in SHA256SUMS -sigfile SHA256SUMS.sig >/dev/null 2>&1 ||
    fail 'the signature is not of this key over this list'
else
  [ "$(od -A n -t u1 -j 1 -N 1 SHA256SUMS.sig | tr -d ' ')" = "$((size - 2))" ] ||
    fail 'the signature is not as it was written'
  openssl dgst -sha256 -verify "$key" -signature SHA256SUMS.sig SHA256SUMS >/dev/null 2>&1 ||
    fail 'the signature is not of this key over this list'
fi

echo "VERIFIED: $(grep -c . SHA256SUMS) files, signed by the key with the fingerprint"
openssl pkey -pubin -in "$key" -outform DER 2>/dev/null | sha256sum | cut -c 1-64
