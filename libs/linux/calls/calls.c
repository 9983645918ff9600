/*
 * System calls that Node doesn't have. Each gives what the C library's function of its name gives, and -errno instead of -1: errno is the
 * thread's, and between a call's end and a question for it the engine of JavaScript makes system calls of its own.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/syscall.h>
#include <sys/xattr.h>
#include <unistd.h>

#define CALL(name, parameters, call)         \
	long call_##name parameters          \
	{                                    \
		long result = call;          \
		return result < 0 ? -errno : result; \
	}

CALL(open, (const char *path, int flags), open(path, flags))
CALL(linkat, (int from, const char *source, int to, const char *target, int flags), linkat(from, source, to, target, flags))
CALL(mkfifo, (const char *path, unsigned mode), mkfifo(path, mode))
CALL(mknod, (const char *path, unsigned mode, unsigned long device), mknod(path, mode, device))
CALL(fallocate, (int fd, int mode, long offset, long length), fallocate(fd, mode, offset, length))
CALL(lseek, (int fd, long offset, int whence), lseek(fd, offset, whence))
CALL(syncfs, (int fd), syncfs(fd))
CALL(flock, (int fd, int operation), flock(fd, operation))
CALL(utimensat, (int at, const char *path, const struct timespec *times, int flags), utimensat(at, path, times, flags))
CALL(futimens, (int fd, const struct timespec *times), futimens(fd, times))
CALL(statfs, (const char *path, struct statfs *found), statfs(path, found))

CALL(lsetxattr, (const char *path, const char *name, const void *value, size_t size, int flags), lsetxattr(path, name, value, size, flags))
CALL(lgetxattr, (const char *path, const char *name, void *value, size_t size), lgetxattr(path, name, value, size))
CALL(llistxattr, (const char *path, char *list, size_t size), llistxattr(path, list, size))
CALL(lremovexattr, (const char *path, const char *name), lremovexattr(path, name))

CALL(ioctl, (int fd, unsigned long request, void *argument), ioctl(fd, request, argument))
CALL(ioctl_number, (int fd, unsigned long request, long argument), ioctl(fd, request, argument))

CALL(mount, (const char *source, const char *target, const char *type, unsigned long flags, const char *data), mount(source, target, type, flags, data))
CALL(umount2, (const char *target, int flags), umount2(target, flags))

/* Older C libraries have no names for these. */
CALL(openat2, (int at, const char *path, const void *how, size_t size), syscall(SYS_openat2, at, path, how, size))
CALL(fsopen, (const char *type, unsigned flags), syscall(SYS_fsopen, type, flags))
CALL(fsconfig, (int fd, unsigned command, const char *key, const char *value, int aux), syscall(SYS_fsconfig, fd, command, key, value, aux))
CALL(fsmount, (int fd, unsigned flags, unsigned attributes), syscall(SYS_fsmount, fd, flags, attributes))
CALL(move_mount, (int from, const char *source, int to, const char *target, unsigned flags), syscall(SYS_move_mount, from, source, to, target, flags))
CALL(open_tree, (int at, const char *path, unsigned flags), syscall(SYS_open_tree, at, path, flags))
CALL(mount_setattr, (int at, const char *path, unsigned flags, void *attributes, size_t size), syscall(SYS_mount_setattr, at, path, flags, attributes, size))
