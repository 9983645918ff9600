/*
 * `delete`: cleans up after a container whose shim has died, from what the shim wrote down when it created it
 * (`init/cleanup` in the bundle, task-files.ts): strings, each ended by NUL, in pairs of a key and a value.
 *   kill    the runtime's command line, one argument each, that kills the container and removes it
 *   mount   a mount point
 *   cgroup  a directory that the runtime may have left
 *   index   the shim's own record
 */
#define _GNU_SOURCE
#include "launcher.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define MAX_RECORD (1 << 20)
#define MAX_ARGUMENTS 64
#define KILLED 137

static void nap(long milliseconds) {
	struct timespec time = {.tv_nsec = milliseconds * 1000000};
	nanosleep(&time, NULL);
}

/* A bundle's path may be longer than a socket address, so the way leads through an open directory. */
static void tell_monitor(const char *dir, const char *words) {
	char path[64];
	int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0) return;
	snprintf(path, sizeof path, "/proc/self/fd/%d/control", fd);
	int monitor = connect_unix(path);
	close(fd);
	if (monitor < 0) return;
	(void)!send(monitor, words, strlen(words), MSG_NOSIGNAL);
	close(monitor);
}

static void tell_monitors(const char *bundle, const char *words) {
	char path[PATH_MAX];
	snprintf(path, sizeof path, "%.3800s/init", bundle);
	tell_monitor(path, words);
	snprintf(path, sizeof path, "%.3800s/exec", bundle);
	DIR *execs = opendir(path);
	for (struct dirent *entry; execs != NULL && (entry = readdir(execs)) != NULL;) {
		if (entry->d_name[0] == '.') continue;
		snprintf(path, sizeof path, "%.3800s/exec/%.200s", bundle, entry->d_name);
		tell_monitor(path, words);
	}
	if (execs != NULL) closedir(execs);
}

static void run(char **argv) {
	int null = open("/dev/null", O_RDWR | O_CLOEXEC);
	pid_t pid = fork();
	if (pid == 0) {
		for (int i = 0; i < 3; i++) dup2(null, i);
		execv(argv[0], argv);
		_exit(127);
	}
	close(null);
	int status = 0;
	while (pid > 0 && waitpid(pid, &status, 0) < 0 && errno == EINTR) {}
	if (pid < 0 || status != 0) fprintf(stderr, "%s ended with status %d\n", argv[0], status);
}

static void unmount(const char *point) {
	while (umount2(point, MNT_DETACH | UMOUNT_NOFOLLOW) == 0) {}
	if (errno != EINVAL && errno != ENOENT) fprintf(stderr, "umount %s: %s\n", point, strerror(errno));
}

/* Processes that were just killed may be in it still. */
static void remove_cgroup(const char *directory) {
	for (int attempt = 0; attempt < 40 && rmdir(directory) != 0 && errno == EBUSY; attempt++) nap(25);
}

struct record {
	char *kill[MAX_ARGUMENTS + 1];
	size_t arguments;
	char *bytes, *end;
};

static bool next_pair(const struct record *record, char **at, const char **key, char **value) {
	if (*at >= record->end) return false;
	*key = *at;
	*value = *at + strlen(*at) + 1;
	*at = *value < record->end ? *value + strlen(*value) + 1 : record->end;
	return *value < record->end;
}

static void each(const struct record *record, const char *wanted, void (*act)(const char *)) {
	const char *key;
	for (char *at = record->bytes, *value; next_pair(record, &at, &key, &value);)
		if (strcmp(key, wanted) == 0) act(value);
}

static void remove_index(const char *link) {
	unlink(link);
}

static void clean(struct record *record) {
	const char *key;
	for (char *at = record->bytes, *value; next_pair(record, &at, &key, &value);)
		if (strcmp(key, "kill") == 0 && record->arguments < MAX_ARGUMENTS) record->kill[record->arguments++] = value;
	if (record->arguments > 0) run(record->kill);
	each(record, "mount", unmount);
	each(record, "cgroup", remove_cgroup);
	each(record, "index", remove_index);
}

struct end {
	long pid, code;
	long long seconds;
	long nanoseconds;
};

/* What the monitor wrote down when the process ended by itself, else what it was killed with just now. */
static bool read_end(const char *bundle, struct end *end) {
	char path[PATH_MAX];
	size_t length;
	snprintf(path, sizeof path, "%.3800s/init/exit", bundle);
	char *text = read_file(path, 256, &length);
	return text != NULL && sscanf(text, "%ld %ld %lld %ld", &end->pid, &end->code, &end->seconds, &end->nanoseconds) == 4;
}

static void print_end(const struct end *end) {
	struct output time = {0}, out = {0};
	put_number(&time, 1, (uint64_t)end->seconds);
	put_number(&time, 2, (uint64_t)end->nanoseconds);
	put_number(&out, 1, (uint64_t)end->pid);
	put_number(&out, 2, (uint64_t)end->code);
	put_bytes(&out, 3, time.at, time.length);
	(void)!write(1, out.at, out.length);
}

void cleanup(struct invocation *call) {
	static struct record record;
	struct group group;
	char path[PATH_MAX], bundle[PATH_MAX], link[PATH_MAX];
	size_t length;
	if (call->bundle[0] != 0) snprintf(bundle, sizeof bundle, "%s", call->bundle);
	else if (getcwd(bundle, sizeof bundle) == NULL) fail("getcwd: %s", strerror(errno));
	snprintf(path, sizeof path, "%.3800s/s", bundle);
	ssize_t size = readlink(path, link, sizeof link - 1);
	if (size > 0) link[size] = 0, call->socket_dir = link;
	struct end end = {0};
	bool ended = read_end(bundle, &end);
	tell_monitors(bundle, "- abort\n");
	snprintf(path, sizeof path, "%.3800s/init/cleanup", bundle);
	record.bytes = read_file(path, MAX_RECORD, &length);
	if (record.bytes != NULL) {
		record.end = record.bytes + length;
		clean(&record);
	}
	if (!ended) {
		struct timespec now;
		clock_gettime(CLOCK_REALTIME, &now);
		snprintf(path, sizeof path, "%.3800s/init.pid", bundle);
		char *pid = read_file(path, 32, &length);
		end = (struct end){pid != NULL ? atol(pid) : 0, KILLED, now.tv_sec, now.tv_nsec};
	}
	tell_monitors(bundle, "- release\n");
	print_end(&end);
	if (group_find(&group, call) && !group_is_alive(&group)) group_remove_if_empty(&group);
}
