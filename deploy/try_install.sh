#!/usr/bin/env bash
# On an empty Debian: install the wheel as README says, and run `make run`, each to a working page, with their times.
# Needs debootstrap and root. About five minutes. `make nightly` runs it.
set -euo pipefail
cd "$(dirname "$0")/.."
place=$(mktemp -d)
root=$place/root
server=
finish() {
  [ -z "$server" ] || kill -- "-$server" 2>/dev/null || true
  umount -qR "$root/proc" "$root/dev" 2>/dev/null || true
  rm -rf --one-file-system "$place"
}
trap finish EXIT
began=$SECONDS
debootstrap --variant=minbase --include=ca-certificates,curl,python3,python3-venv,make bookworm "$root" ${DEBIAN_MIRROR:+"$DEBIAN_MIRROR"} >/dev/null
cp /etc/ssl/certs/ca-certificates.crt "$root/etc/ssl/certs/"  # of a network with an authority of its own
cp /etc/resolv.conf "$root/etc/"
mount -t proc proc "$root/proc"
mount --rbind --make-rslave /dev "$root/dev"
mkdir -p "$root/src" "$root/wheels"
git archive HEAD | tar -x -C "$root/src"
make -s wheel
cp dist/learning_library-*.whl "$root/wheels/"
echo "an empty Debian: $((SECONDS - began)) s"

inside() { chroot "$root" env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8 "$@"; }
free_port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }
try_page() {  # name, seconds at the start, port
  for _ in $(seq 1200); do
    if page=$(curl -fsS "http://127.0.0.1:$3/search?q=housing+moves" 2>/dev/null) && grep -q "finding" <<<"$page"; then
      echo "$1 to a working page: $((SECONDS - $2)) s"
      return
    fi
    sleep 0.5
  done
  echo "$1 came to no page:"
  cat "$place/log"
  exit 1
}

began=$SECONDS
inside sh -c 'python3 -m venv /opt/kb && /opt/kb/bin/pip install -q /wheels/*.whl' >"$place/log" 2>&1 || { cat "$place/log"; exit 1; }
port=$(free_port)
setsid chroot "$root" env -i PATH=/opt/kb/bin:/usr/bin:/bin HOME=/root LANG=C.UTF-8 KB_DATA=/var/lib/kb \
  kb serve --load /src/corpus/library --port "$port" >"$place/log" 2>&1 &
server=$!
try_page "the wheel" "$began" "$port"
kill -- "-$server" && server=

began=$SECONDS
port=$(free_port)
setsid chroot "$root" env -i PATH=/usr/bin:/bin HOME=/root LANG=C.UTF-8 KB_PORT="$port" make -C /src run >"$place/log" 2>&1 &
server=$!
try_page "make run" "$began" "$port"
