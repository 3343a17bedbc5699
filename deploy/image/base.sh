#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Makes the base of the image, a Docker archive, out of Debian packages: libc, libstdc++ and zlib, with no shell and no
# package manager. Needs mmdebstrap, which checks the packages' signatures.
#
#   base.sh OUT.tar [SUITE]     SUITE is a release of Debian, bookworm by default; none for a base without anything
#
# SOURCE_DATE_EPOCH, where it is set, is the time of everything: the same packages give the same bytes.
set -eu

mkdir -p "$(dirname "$1")"
out=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
suite=${2:-bookworm}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
created=$(date -u -d "@${SOURCE_DATE_EPOCH:-0}" +%Y-%m-%dT%H:%M:%SZ)
mkdir "$work/image"

# Only what programs are linked with, names, and licences; nothing of the machine that this was made on.
debian() {
  root=$work/root
  # Scanners look for what is installed in status.d, where a distribution without dpkg keeps it.
  cat >"$work/hook" <<'HOOK'
#!/bin/sh
set -eu
mkdir -p "$1/status.d"
for package in "$1"/var/cache/apt/archives/*.deb; do
  dpkg-deb --field "$package" >"$1/status.d/$(dpkg-deb --field "$package" Package)"
done
HOOK
  chmod +x "$work/hook"
  mmdebstrap --quiet --variant=extract --include=libc6,libstdc++6,libgcc-s1,zlib1g,base-files,netbase \
    --extract-hook="$work/hook" "$suite" "$root"

  for path in lib lib64 usr/lib usr/share/common-licenses; do keep "$path"; done
  for package in base-files gcc-12-base libc6 libgcc-s1 libstdc++6 netbase zlib1g; do
    if [ -e "$root/status.d/$package" ]; then
      keep "status.d/$package"
      [ ! -e "$root/usr/share/doc/$package/copyright" ] || keep "usr/share/doc/$package/copyright"
    fi
  done
  for file in debian_version ld.so.conf.d os-release protocols services; do keep "etc/$file"; done
  rm -rf "$work/image/usr/lib/x86_64-linux-gnu/gconv" "$work/image/usr/lib/x86_64-linux-gnu/audit"
  mkdir -p "$work/image/var/lib/dpkg"
  mv "$work/image/status.d" "$work/image/var/lib/dpkg/"
}

keep() {
  mkdir -p "$work/image/$(dirname "$1")"
  cp -a "$root/$1" "$work/image/$1"
}

[ "$suite" = none ] || debian

cd "$work/image"
mkdir -p etc var/lib/perennial tmp proc sys dev run
chmod 1777 tmp
[ "$(id -u)" != 0 ] || chown 10001:10001 var/lib/perennial
printf '%s\n' 'root:x:0:0:root:/root:/sbin/nologin' \
  'perennial:x:10001:10001:Perennial:/var/lib/perennial:/sbin/nologin' >etc/passwd
printf '%s\n' 'root:x:0:' 'perennial:x:10001:' >etc/group
printf '%s\n' 'hosts: files dns' >etc/nsswitch.conf

archive() { tar --create --sort=name --numeric-owner --mtime="$created" "$@"; }
archive --file "$work/layer.tar" .
layer=$(sha256sum "$work/layer.tar" | cut -d ' ' -f 1)
cd "$work"
cat >config.json <<CONFIG
{"created":"$created","architecture":"amd64","os":"linux",
"config":{"Labels":{"org.opencontainers.image.base.name":"debian:$suite"}},
"rootfs":{"type":"layers","diff_ids":["sha256:$layer"]},"history":[{"created":"$created","created_by":"debian:$suite"}]}
CONFIG
printf '[{"Config":"config.json","RepoTags":["perennial-base:%s"],"Layers":["layer.tar"]}]\n' "$suite" >manifest.json
archive --owner=0 --group=0 --file "$out" config.json layer.tar manifest.json
