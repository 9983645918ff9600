/* Small things that several files need. */
#define _GNU_SOURCE
#include "launcher.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

void fail(const char *format, ...) {
	va_list arguments;
	fputs("io.containerd.stevedore.v2: ", stderr);
	va_start(arguments, format);
	vfprintf(stderr, format, arguments);
	va_end(arguments);
	fputc('\n', stderr);
	exit(1);
}

char *read_all(int fd, size_t limit, size_t *length) {
	size_t room = 4096;
	char *bytes = malloc(room + 1);
	*length = 0;
	while (bytes != NULL && *length < limit) {
		if (*length == room) bytes = realloc(bytes, (room *= 2) + 1);
		if (bytes == NULL) break;
		ssize_t count = read(fd, bytes + *length, room - *length);
		if (count < 0 && errno == EINTR) continue;
		if (count <= 0) break; /* a closed stdin is an empty one */
		*length += (size_t)count;
	}
	if (bytes == NULL) fail("out of memory");
	bytes[*length] = 0;
	return bytes;
}

char *read_file(const char *path, size_t limit, size_t *length) {
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0) return NULL;
	char *bytes = read_all(fd, limit, length);
	close(fd);
	return bytes;
}

bool write_file(const char *path, const void *bytes, size_t length) {
	char temporary[PATH_MAX];
	if (snprintf(temporary, sizeof temporary, "%s.tmp", path) >= (int)sizeof temporary) return false;
	int fd = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
	if (fd < 0) return false;
	bool written = write(fd, bytes, length) == (ssize_t)length;
	close(fd);
	return written && rename(temporary, path) == 0;
}

static bool is_program(const char *path) {
	struct stat status;
	return stat(path, &status) == 0 && S_ISREG(status.st_mode) && access(path, X_OK) == 0;
}

const char *find_program(const char *name) {
	static char found[PATH_MAX];
	char places[16384];
	const char *path = getenv("PATH");
	if (strchr(name, '/') != NULL) return is_program(name) ? name : NULL;
	snprintf(places, sizeof places, "%s:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", path != NULL ? path : "");
	for (char *rest = places, *place; (place = strsep(&rest, ":")) != NULL;)
		if (place[0] == '/' && snprintf(found, sizeof found, "%s/%s", place, name) < (int)sizeof found && is_program(found)) return found;
	return NULL;
}

/* HOME of HOME/services/shim/launcher/launcher; a copy of that file elsewhere knows where it was built. */
const char *home(void) {
	static char path[PATH_MAX];
	char shim[PATH_MAX + 32];
	ssize_t length = readlink("/proc/self/exe", path, sizeof path - 1);
	if (length <= 0) fail("readlink /proc/self/exe: %s", strerror(errno));
	path[length] = 0;
	for (int up = 0; up < 4; up++) {
		char *slash = strrchr(path, '/');
		if (slash == NULL) return BUILT_HOME;
		*slash = 0;
	}
	snprintf(shim, sizeof shim, "%s/services/shim/standalone.ts", path);
	return access(shim, R_OK) == 0 ? path : BUILT_HOME;
}

int connect_unix(const char *path) {
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	if (strlen(path) >= sizeof address.sun_path) return -1;
	strcpy(address.sun_path, path);
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd >= 0 && connect(fd, (struct sockaddr *)&address, sizeof address) == 0) return fd;
	if (fd >= 0) close(fd);
	return -1;
}
