/*
 * A log file that is rotated by size: FILE, FILE.1 (the one before), ... Other monitors may write to the same file and rotate
 * it too, and so may an administrator: the path is compared with what is open before each write.
 */
#define _GNU_SOURCE
#include "monitor.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

/* A line that was begun is finished in its file, unless it is longer than this beyond the file's limit. */
#define LINE_ROOM (64 * 1024)

static bool same_file(const struct stat *one, const struct stat *other) {
	return one->st_dev == other->st_dev && one->st_ino == other->st_ino;
}

/* Where the new file can't be opened the old one goes on: its name is another, but no byte is lost. */
static void reopen(struct rotation *log, int *fd) {
	int fresh = open_cloexec(log->path, LOG_FLAGS);
	if (fresh < 0) return;
	close_fd(fd);
	*fd = fresh;
	log->within_line = false;
}

/* FILE.1 becomes FILE.2 and so on; the oldest goes. The last step is the one that frees the name. */
static void shift(const struct rotation *log) {
	char from[PATH_MAX + 16], to[PATH_MAX + 16];
	for (long number = log->files - 1; number > 1; number--) {
		snprintf(from, sizeof from, "%s.%ld", log->path, number - 1);
		snprintf(to, sizeof to, "%s.%ld", log->path, number);
		(void)rename(from, to);
	}
	snprintf(to, sizeof to, "%s.1", log->path);
	if (log->files > 1) (void)rename(log->path, to);
	else (void)unlink(log->path);
}

/* The lock is on the file that is to be moved: of several monitors one moves it, the others find that it was moved. */
static int rotate(struct rotation *log, int *fd) {
	struct stat open_file, named;
	if (flock(*fd, LOCK_EX | LOCK_NB) != 0) {
		errno = EBUSY; /* not EAGAIN, which promises that poll() will tell */
		return -1;
	}
	if (fstat(*fd, &open_file) == 0 && stat(log->path, &named) == 0 && same_file(&open_file, &named)) shift(log);
	flock(*fd, LOCK_UN);
	reopen(log, fd);
	return 0;
}

/* How much of the bytes belongs into a file of this size; 0 asks for the next file. */
static size_t portion(const struct rotation *log, size_t size, const char *bytes, size_t length) {
	size_t room = size < log->max_size ? log->max_size - size : 0;
	if (length <= room) return length;
	const char *end = memrchr(bytes, '\n', room);
	if (end != NULL) return (size_t)(end + 1 - bytes);
	if (size > 0 && !log->within_line) return 0;
	size_t limit = log->max_size + LINE_ROOM > size ? log->max_size + LINE_ROOM - size : 0;
	if (limit > length) limit = length;
	end = memchr(bytes, '\n', limit);
	return end != NULL ? (size_t)(end + 1 - bytes) : limit;
}

ssize_t rotation_write(struct rotation *log, int *fd, const char *bytes, size_t length) {
	struct stat open_file, named;
	if (stat(log->path, &named) != 0 || fstat(*fd, &open_file) != 0 || !same_file(&open_file, &named)) reopen(log, fd);
	if (fstat(*fd, &open_file) != 0) return -1;
	size_t count = S_ISREG(open_file.st_mode) ? portion(log, (size_t)open_file.st_size, bytes, length) : length;
	if (count == 0) {
		if (rotate(log, fd) != 0 || fstat(*fd, &open_file) != 0) return -1;
		/* Where nothing could be moved the file grows: better than losing what is written. */
		count = portion(log, 0, bytes, length);
	}
	ssize_t written = write(*fd, bytes, count);
	if (written > 0) log->within_line = bytes[written - 1] != '\n';
	return written;
}
