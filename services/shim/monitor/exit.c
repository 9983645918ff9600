/*
 * The exit record: written, whole, before anybody is told. Not synced: it is to outlive the shim, and the machine's end is
 * the container's too. What was told is on disk with the exit's event.
 */
#define _GNU_SOURCE
#include "monitor.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

int exit_save(int dir_fd, const struct exit_record *record) {
	char line[128];
	int length = snprintf(line, sizeof line, "%d %d %lld %ld %d\n", record->pid, record->code,
	                      (long long)record->at.tv_sec, record->at.tv_nsec, record->started);
	int fd = openat(dir_fd, "exit.tmp", O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	if (fd < 0) return -1;
	bool written = write(fd, line, (size_t)length) == length;
	close(fd);
	return written ? renameat(dir_fd, "exit.tmp", dir_fd, "exit") : -1;
}
