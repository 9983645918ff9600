/* Out-of-memory kills: cgroup v1 signals an eventfd, cgroup v2 changes memory.events. */
#define _GNU_SOURCE
#include "monitor.h"

#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <unistd.h>

static char events_path[PATH_MAX]; /* v2: memory.events; empty for v1 */
static long long kills_seen;
static int oom_control = -1;

static long long read_kills(void) {
	char text[512];
	int fd = open_cloexec(events_path, O_RDONLY);
	if (fd < 0) return -1;
	ssize_t length = read(fd, text, sizeof text - 1);
	close(fd);
	if (length <= 0) return -1;
	text[length] = 0;
	const char *line = strstr(text, "oom_kill ");
	return line != NULL ? atoll(line + strlen("oom_kill ")) : -1;
}

static int watch_v1(const char *directory) {
	char path[PATH_MAX], line[64];
	snprintf(path, sizeof path, "%s/memory.oom_control", directory);
	int control = open_cloexec(path, O_RDONLY);
	snprintf(path, sizeof path, "%s/cgroup.event_control", directory);
	int registry = open_cloexec(path, O_WRONLY);
	int event = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	int length = snprintf(line, sizeof line, "%d %d", event, control);
	bool watching = control >= 0 && registry >= 0 && event >= 0 && write(registry, line, (size_t)length) == length;
	close_fd(&registry);
	if (watching) {
		oom_control = control;
		return event;
	}
	close_fd(&control);
	close_fd(&event);
	return -1;
}

static int watch_v2(const char *directory) {
	snprintf(events_path, sizeof events_path, "%s/memory.events", directory);
	kills_seen = read_kills();
	int fd = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
	if (fd >= 0 && inotify_add_watch(fd, events_path, IN_MODIFY) < 0) close_fd(&fd);
	return fd;
}

/* Returns a descriptor that becomes readable, or -1 with errno. Only one watch is kept. */
int oom_watch(const char *version, const char *directory) {
	return strcmp(version, "v1") == 0 ? watch_v1(directory) : watch_v2(directory);
}

/* Takes what the descriptor has to tell. A removed v1 cgroup also signals the eventfd: then the control file is gone.
 * The file of v2 is read in any case: a process's end may be known before the kernel has told of a change. */
bool oom_happened(int fd) {
	char buffer[1024];
	ssize_t length = read(fd, buffer, sizeof buffer);
	if (events_path[0] == 0) return length > 0 && pread(oom_control, buffer, sizeof buffer, 0) > 0;
	long long kills = read_kills();
	bool more = kills > kills_seen;
	if (kills >= 0) kills_seen = kills;
	return more;
}

void oom_forget(void) {
	close_fd(&oom_control);
	events_path[0] = 0;
}
