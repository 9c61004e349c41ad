#!/usr/bin/env bash
# Make an empty Debian, build the image on it, and try it: documents are added, pages answer, nobody is root, the root is
# read-only. Needs debootstrap and buildah, and root; no image registry. About six minutes. `make nightly` runs it.
set -euo pipefail
cd "$(dirname "$0")/.."
export STORAGE_DRIVER=vfs BUILDAH_ISOLATION=chroot
place=$(mktemp -d)
image=learning-library-try:$$
trap 'buildah rm "${box:-}" "${base:-}" >/dev/null 2>&1; buildah rmi "$image" "$image-base" >/dev/null 2>&1; rm -rf "$place"' EXIT
began=$SECONDS
debootstrap --variant=minbase --include=ca-certificates,python3,python3-venv bookworm "$place/debian" ${DEBIAN_MIRROR:+"$DEBIAN_MIRROR"} >/dev/null
cp /etc/ssl/certs/ca-certificates.crt "$place/debian/etc/ssl/certs/"  # of a network with an authority of its own
base=$(buildah from scratch)
buildah add -q "$base" "$place/debian" / >/dev/null
buildah commit -q "$base" "$image-base" >/dev/null
echo "an empty Debian: $((SECONDS - began)) s"

began=$SECONDS
buildah build -q --format docker --build-arg BASE="$image-base" -f deploy/Containerfile -t "$image" . >/dev/null
echo "the image: $((SECONDS - began)) s"

began=$SECONDS
box=$(buildah from "$image")
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
buildah run -v "$PWD/corpus/library:/incoming:ro" "$box" -- kb add /incoming | tail -n 1
buildah run "$box" -- python3 -c 'import os, sys; sys.exit(os.getuid() != 10001)'
if buildah run "$box" -- sh -c 'touch /app/x /usr/x 2>/dev/null'; then echo "The user can write where it should not."; exit 1; fi
buildah run "$box" -- kb serve --port "$port" >"$place/log" 2>&1 &
server=$!
for _ in $(seq 100); do
  if page=$(curl -fsS "http://127.0.0.1:$port/search?q=housing+moves" 2>/dev/null); then break; fi
  sleep 0.3
done
grep -q "finding" <<<"$page" || { cat "$place/log"; exit 1; }
curl -fsS "http://127.0.0.1:$port/readyz" | grep -q Ready
pkill -TERM -f "kb serve --port $port" || true
wait "$server" || true
echo "to a working page: $((SECONDS - began)) s"
