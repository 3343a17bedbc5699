#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Starts podman's service for the tests that run the image as a container, and prints the variables that they find it by:
#
#   eval "$(deploy/image/podman.sh DIRECTORY $$)"
#
# DIRECTORY gets its storage, socket and log; the service ends with the process whose number comes next. Needs podman and
# runc: sudo apt-get install podman runc.
set -eu

mkdir -p "$1"
directory=$(cd "$1" && pwd)
owner=$2
socket=$directory/podman.sock

cat >"$directory/storage.conf" <<STORAGE
[storage]
driver = "vfs"
graphroot = "$directory/storage"
runroot = "$directory/run"
STORAGE
# What works inside a container or a small virtual machine, too: no systemd, no rights to raise limits.
cat >"$directory/containers.conf" <<CONTAINERS
[containers]
default_ulimits = ["nofile=4096:4096", "nproc=4096:4096"]
[engine]
runtime = "runc"
cgroup_manager = "cgroupfs"
events_logger = "file"
CONTAINERS

rm -f "$socket"
CONTAINERS_CONF=$directory/containers.conf CONTAINERS_STORAGE_CONF=$directory/storage.conf \
  nohup podman system service --time=0 "unix://$socket" >"$directory/service.log" 2>&1 &
service=$!
(while kill -0 "$owner" 2>/dev/null; do sleep 5; done; kill "$service") >/dev/null 2>&1 &

tries=0
until [ -S "$socket" ]; do
  tries=$((tries + 1))
  if [ "$tries" -gt 50 ]; then
    echo "podman's service did not start: expected $socket within 5 s; its log is $directory/service.log" >&2
    exit 1
  fi
  sleep 0.1
done
echo "export DOCKER_HOST=unix://$socket TESTCONTAINERS_RYUK_DISABLED=true TESTCONTAINERS_CHECKS_DISABLE=true"
