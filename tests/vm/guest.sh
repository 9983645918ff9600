#!/bin/sh
# The machine's init, on the host's `/` as it is: makes a root of it under a disk of the machine's own, mounts what systemd would, and runs the job. Its exit
# code goes to the host, which ends the machine.
set -e
export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
. /run/job/settings
fail() {
  echo "the machine's init failed" >/dev/console
  busybox poweroff -f
}
trap fail EXIT
stage=/run/stage
mount -t proc proc /proc
mount -t sysfs sys /sys
busybox insmod "$modules/kernel/fs/overlayfs/overlay.ko"
# Without a journal it is made in no time, and nothing of it outlives the machine.
mkfs.ext4 -q -F -O ea_inode,^has_journal -E lazy_itable_init=1,nodiscard /dev/ubda
mount -t ext4 -o noatime /dev/ubda $stage/disk
mkdir $stage/disk/upper $stage/disk/work
mount -t overlay -o lowerdir=/,upperdir=$stage/disk/upper,workdir=$stage/disk/work overlay $stage/root
# What a test writes snapshots, sockets and containers to is not on an overlay, and has nothing of the host's. The checkout may lie below one of the places.
mount --bind "$stage/root$checkout" /mnt
for place in tmp var/tmp run; do
  mkdir -p "$stage/disk/places/$place" "$stage/root/$place"
  mount --bind "$stage/disk/places/$place" "$stage/root/$place"
done
chmod 1777 $stage/root/tmp $stage/root/var/tmp
case "$checkout" in
  /tmp/* | /var/tmp/*)
    mkdir -p "$stage/root$checkout"
    mount --bind /mnt "$stage/root$checkout"
    ;;
esac
umount /mnt
cp -a /run/job $stage/root/run/job
for place in dev sys proc; do busybox mount -n -o move /$place $stage/root/$place; done
cd $stage/root
pivot_root . mnt
cd /
umount -l /mnt

release=$(uname -r)
mkdir -p /dev/pts /dev/shm /dev/mqueue /run/lock "/lib/modules/$release"
mount -t devpts -o gid=5,mode=620,ptmxmode=666 devpts /dev/pts
mount -t tmpfs -o mode=1777 shm /dev/shm
mount -t mqueue mqueue /dev/mqueue
mount -t securityfs securityfs /sys/kernel/security
mount -t cgroup2 -o nsdelegate cgroup2 /sys/fs/cgroup
ln -sf /proc/self/fd /dev/fd
for n in 0:stdin 1:stdout 2:stderr; do ln -sf /proc/self/fd/${n%%:*} /dev/${n##*:}; done
busybox hostname machine
busybox ip link set lo up
mount --bind "$modules" "/lib/modules/$release"
# The kernel asks this program for file systems and targets when somebody wants one.
[ -e /sbin/modprobe ] || ln -s "$(command -v busybox)" /sbin/modprobe
# These have device files only once they are loaded.
for module in loop fuse dm_mod $extra_modules; do /sbin/modprobe "$module" || echo "no module $module" >/dev/console; done
# As on a distribution of today: processes of the system in a cgroup of their own, with every controller for those beside it.
mkdir /sys/fs/cgroup/system.slice
echo $$ >/sys/fs/cgroup/system.slice/cgroup.procs
for controller in $(cat /sys/fs/cgroup/cgroup.controllers); do echo "+$controller" >/sys/fs/cgroup/cgroup.subtree_control; done

# The ends of the host's pipes are terminals here: one process holds each, and changes nothing of what goes through. The job has pipes.
job=/run/job
for port in 1 2 3; do busybox stty raw -echo </dev/tty$port; done
exec 9>/dev/tty3
echo booted >&9
mkfifo $job/out $job/err
cat <$job/out >/dev/tty1 9>&- &
copies=$!
cat <$job/err >/dev/tty2 9>&- &
copies="$copies $!"
set +e
setsid sh $job/command </dev/null >$job/out 2>$job/err 9>&-
status=$?
# What still runs may hold the pipes; all that was written before has gone to the host by then.
(sleep 1; kill $copies 2>/dev/null) &
for copy in $copies; do wait "$copy"; done
echo "exit $status" >&9
sleep 60
