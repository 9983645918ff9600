/*
 * crun protects its own file from the containers that it makes (CVE-2019-5736): each time that it is started it mounts itself
 * read-only, unmounts that and executes itself anew from there, for which the kernel waits several milliseconds. It spares itself
 * that when it finds itself on a read-only mount and its environment says that this is the protection: so it is given one.
 */
#define _GNU_SOURCE
#include "monitor.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/mount.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#define SEALED_BY "_LIBCONTAINER_CLONED_BINARY=1"

/* A mount of one file, in no mount namespace, kept from one run to the next; forked monitors inherit it. */
static struct {
	int mount; /* -1: this file can't be mounted */
	struct stat file;
} sealed = {.mount = -1};

static int mount_sealed(const char *path) {
#if defined(SYS_open_tree) && defined(SYS_mount_setattr)
	struct mount_attr read_only = {.attr_set = MOUNT_ATTR_RDONLY};
	int mount = (int)syscall(SYS_open_tree, AT_FDCWD, path, OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC);
	if (mount >= 0 && syscall(SYS_mount_setattr, mount, "", AT_EMPTY_PATH, &read_only, sizeof read_only) != 0) close_fd(&mount);
	return mount;
#else
	(void)path;
	return -1;
#endif
}

static bool same_file(const struct stat *a, const struct stat *b) {
	return a->st_dev == b->st_dev && a->st_ino == b->st_ino && a->st_ctim.tv_sec == b->st_ctim.tv_sec && a->st_ctim.tv_nsec == b->st_ctim.tv_nsec;
}

static bool is_crun(const char *path) {
	const char *name = strrchr(path, '/');
	return name != NULL && strcmp(name, "/crun") == 0;
}

void seal_runtime(const char *path) {
	struct stat file = {0};
	if (!is_crun(path)) return;
	if (stat(path, &file) == 0 && same_file(&file, &sealed.file)) return;
	close_fd(&sealed.mount);
	sealed.mount = mount_sealed(path); /* -1 too where there is no such file */
	sealed.file = file;
}

void exec_sealed(char *const argv[], char *const env[]) {
	if (sealed.mount < 0 || !is_crun(argv[0])) return;
	size_t count = 0;
	while (env[count] != NULL) count++;
	char **extended = calloc(count + 2, sizeof *extended);
	if (extended == NULL) return;
	memcpy(extended, env, count * sizeof *extended);
	extended[count] = SEALED_BY;
	/* Comes back when it can't: a script, for one, is not executed from a descriptor that closes. */
	syscall(SYS_execveat, sealed.mount, "", argv, extended, AT_EMPTY_PATH);
	free(extended);
}
