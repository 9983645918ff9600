# Runs in namespaces of its own, where /run is empty: the kernel, as the first process, so that all of it dies with it and nothing of it stays.
# JOB is the command as a script, SETTINGS what guest.sh has to know.
set -e
mount -t tmpfs -o mode=755 tmpfs /run
mkdir -p /run/kernel /run/job /run/stage/disk /run/stage/root
printf '%s\n' "$JOB" >/run/job/command
printf '%s\n' "$SETTINGS" >/run/job/settings
unset JOB SETTINGS
exec "$@"
