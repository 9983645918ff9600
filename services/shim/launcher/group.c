/* The shim process that serves one namespace of a containerd: where it is, whether it lives, how it is started. */
#define _GNU_SOURCE
#include "launcher.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

/* containerd's limit: what comes behind it must fit into a socket address. */
#define MAX_SOCKET_DIR 42

/* FNV-1a */
static uint64_t hash(uint64_t value, const char *text) {
	for (; *text != 0; text++) value = (value ^ (unsigned char)*text) * 0x100000001b3u;
	return value;
}

static void default_socket_dir(char *into, size_t room) {
	const char *runtime = getenv("XDG_RUNTIME_DIR");
	if (geteuid() == 0) snprintf(into, room, "/run/containerd/s");
	else if (runtime != NULL && runtime[0] == '/') snprintf(into, room, "%s/containerd/s", runtime);
	else snprintf(into, room, "/tmp/containerd-s-%d", (int)geteuid());
}

static void name_group(struct group *group, const struct invocation *call) {
	char place[PATH_MAX];
	if (call->socket_dir[0] != 0) snprintf(place, sizeof place, "%s", call->socket_dir);
	else default_socket_dir(place, sizeof place);
	if (strlen(place) > MAX_SOCKET_DIR) fail("socket directory %s is longer than %d characters", place, MAX_SOCKET_DIR);
	snprintf(group->dir, sizeof group->dir, "%.64s/stevedore-%016llx", place, (unsigned long long)hash(hash(hash(0xcbf29ce484222325u, call->address), "/"), call->namespace));
	snprintf(group->sock, sizeof group->sock, "%.200s/sock", group->dir);
}

static void make_directories(char *path) {
	for (char *slash = strchr(path + 1, '/'); slash != NULL; slash = strchr(slash + 1, '/')) {
		*slash = 0;
		mkdir(path, 0700);
		*slash = '/';
	}
	if (mkdir(path, 0700) != 0 && errno != EEXIST) fail("mkdir %s: %s", path, strerror(errno));
}

/* A shim that ends removes the directory with its lock: who has waited for that lock looks again. */
static bool take_lock(struct group *group) {
	char path[PATH_MAX];
	struct stat held, there;
	snprintf(path, sizeof path, "%.200s/lock", group->dir);
	group->lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (group->lock < 0 && errno == ENOENT) return false;
	if (group->lock < 0) fail("open %s: %s", path, strerror(errno));
	while (flock(group->lock, LOCK_EX) != 0)
		if (errno != EINTR) fail("flock %s: %s", path, strerror(errno));
	if (fstat(group->lock, &held) == 0 && stat(path, &there) == 0 && held.st_ino == there.st_ino) return true;
	close(group->lock);
	return false;
}

void group_open(struct group *group, const struct invocation *call) {
	name_group(group, call);
	do make_directories(group->dir);
	while (!take_lock(group));
}

bool group_find(struct group *group, const struct invocation *call) {
	name_group(group, call);
	while (access(group->dir, F_OK) == 0)
		if (take_lock(group)) return true;
	return false;
}

bool group_is_alive(const struct group *group) {
	int fd = connect_unix(group->sock);
	if (fd < 0) return false;
	close(fd);
	return true;
}

static int listen_on(const char *path) {
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	snprintf(address.sun_path, sizeof address.sun_path, "%s", path);
	unlink(path);
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	mode_t mask = umask(0177);
	if (fd < 0 || bind(fd, (struct sockaddr *)&address, sizeof address) != 0 || listen(fd, 128) != 0) fail("listen on %s: %s", path, strerror(errno));
	umask(mask);
	return fd;
}

/* As containerd's own shims do: the kernel takes containerd last, and the shim before it. */
static void adjust_oom_score(void) {
	char path[64];
	size_t length;
	snprintf(path, sizeof path, "/proc/%d/oom_score_adj", (int)getppid());
	char *text = read_file(path, 32, &length);
	if (text == NULL) return;
	int fd = open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);
	int score = atoi(text) + 1;
	if (fd >= 0) dprintf(fd, "%d", score > 1000 ? 1000 : score);
	if (fd >= 0) close(fd);
}

static void set_environment(const struct group *group, const struct invocation *call, const char *checkout) {
	char cache[PATH_MAX];
	setenv("STEVEDORE_SHIM_NAMESPACE", call->namespace, 1);
	setenv("STEVEDORE_SHIM_DIRECTORY", group->dir, 1);
	setenv("STEVEDORE_SHIM_PUBLISH_BINARY", call->publish_binary, 1);
	setenv("GRPC_ADDRESS", call->address, 1);
	if (getcwd(cache, sizeof cache) != NULL) setenv("STEVEDORE_SHIM_BUNDLE", cache, 1);
	if (call->ttrpc_address[0] != 0) setenv("TTRPC_ADDRESS", call->ttrpc_address, 1);
	else unsetenv("TTRPC_ADDRESS");
	if (call->debug) setenv("STEVEDORE_SHIM_DEBUG", "1", 1);
	snprintf(cache, sizeof cache, "%.3000s/.cache/node", checkout);
	if (access(checkout, W_OK) == 0) setenv("NODE_COMPILE_CACHE", cache, 0);
}

/* stdout and stderr are read to their end by containerd, so the shim must not have them: what it dies of goes to the bundle's log. */
static void set_descriptors(int listener) {
	int null = open("/dev/null", O_RDWR | O_CLOEXEC);
	int log = open("log", O_WRONLY | O_NONBLOCK | O_CLOEXEC);
	int source = fcntl(listener, F_DUPFD_CLOEXEC, 10);
	dup2(null, 0);
	dup2(null, 1);
	dup2(log >= 0 ? log : null, 2);
	dup2(source, 3);
}

static void become_shim(const struct group *group, const struct invocation *call, int listener, int report) {
	const char *checkout = home();
	char node[PATH_MAX], script[PATH_MAX];
	snprintf(node, sizeof node, "%.3000s/node_modules/.bin/node", checkout);
	snprintf(script, sizeof script, "%.3000s/services/shim/standalone.ts", checkout);
	report = fcntl(report, F_DUPFD_CLOEXEC, 20);
	set_environment(group, call, checkout);
	set_descriptors(listener);
	setsid();
	adjust_oom_score();
	(void)!chdir(group->dir); /* no bundle is kept busy */
	execl(node, "containerd-shim-stevedore-v2", script, "-namespace", call->namespace, "-address", call->address, (char *)NULL);
	(void)!write(report, &errno, sizeof errno);
	_exit(127);
}

void group_launch(const struct group *group, const struct invocation *call) {
	int report[2], error = 0;
	int listener = listen_on(group->sock);
	if (pipe2(report, O_CLOEXEC) != 0) fail("pipe: %s", strerror(errno));
	pid_t pid = fork();
	if (pid == 0) become_shim(group, call, listener, report[1]);
	close(report[1]);
	if (pid > 0 && read(report[0], &error, sizeof error) <= 0) return;
	unlink(group->sock);
	fail("%s/node_modules/.bin/node could not be started: %s (not set up yet? run `npm run setup` there)", home(), strerror(error != 0 ? error : errno));
}

static int found_links;

static int find_link(const char *path, const struct stat *status, int type, struct FTW *at) {
	(void)path, (void)status, (void)at;
	if (type == FTW_SL || type == FTW_SLN) found_links++;
	return found_links;
}

static int remove_one(const char *path, const struct stat *status, int type, struct FTW *at) {
	(void)status, (void)type, (void)at;
	return remove(path);
}

void group_remove_if_empty(const struct group *group) {
	char tasks[PATH_MAX];
	snprintf(tasks, sizeof tasks, "%.200s/tasks", group->dir);
	found_links = 0;
	nftw(tasks, find_link, 8, FTW_PHYS);
	if (found_links == 0) nftw(group->dir, remove_one, 8, FTW_PHYS | FTW_DEPTH);
}
