/* Unix sockets: the control socket's lines, and the descriptor that comes over the console socket. */
#define _GNU_SOURCE
#include "control.h"
#include "monitor.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

int control_listen(int dir_fd, const char *name) {
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	snprintf(address.sun_path, sizeof address.sun_path, "/proc/self/fd/%d/%s", dir_fd, name);
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (fd < 0) return -1;
	unlinkat(dir_fd, name, 0);
	if (bind(fd, (struct sockaddr *)&address, sizeof address) == 0 && listen(fd, 4) == 0) return fd;
	int error = errno;
	close(fd);
	errno = error;
	return -1;
}

void control_accept(int listener, struct peer peers[MAX_PEERS], void (*greet)(struct peer *)) {
	int fd = accept4(listener, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
	if (fd < 0) return;
	for (int i = 0; i < MAX_PEERS; i++) {
		if (peers[i].fd >= 0) continue;
		peers[i].fd = fd;
		peers[i].length = 0;
		greet(&peers[i]);
		return;
	}
	close(fd);
}

static void take_lines(struct peer *peer, void (*handle)(struct peer *, char *line)) {
	char *start = peer->line, *end;
	char *limit = peer->line + peer->length;
	while (peer->fd >= 0 && (end = memchr(start, '\n', (size_t)(limit - start))) != NULL) {
		*end = 0;
		handle(peer, start);
		start = end + 1;
	}
	peer->length = (size_t)(limit - start);
	memmove(peer->line, start, peer->length);
}

void control_read(struct peer *peer, void (*handle)(struct peer *, char *line)) {
	ssize_t count = read(peer->fd, peer->line + peer->length, sizeof peer->line - peer->length);
	if (count < 0 && (errno == EAGAIN || errno == EINTR)) return;
	if (count <= 0) { /* the end, or a line longer than any that we know */
		close_fd(&peer->fd);
		return;
	}
	peer->length += (size_t)count;
	take_lines(peer, handle);
}

void control_send(struct peer *peer, const char *format, ...) {
	char line[PATH_MAX + 64];
	va_list arguments;
	if (peer->fd < 0) return;
	va_start(arguments, format);
	int length = vsnprintf(line, sizeof line, format, arguments);
	va_end(arguments);
	if (send(peer->fd, line, (size_t)length, MSG_NOSIGNAL | MSG_DONTWAIT) != length) close_fd(&peer->fd);
}

int console_receive(int listener) {
	int connection = accept4(listener, NULL, NULL, SOCK_CLOEXEC), master = -1;
	if (connection < 0) return -1;
	char byte[256];
	union {
		char bytes[CMSG_SPACE(sizeof(int))];
		struct cmsghdr align;
	} control;
	struct iovec data = {byte, sizeof byte};
	struct msghdr message = {.msg_iov = &data, .msg_iovlen = 1, .msg_control = control.bytes, .msg_controllen = sizeof control};
	if (recvmsg(connection, &message, MSG_CMSG_CLOEXEC) > 0) {
		struct cmsghdr *header = CMSG_FIRSTHDR(&message);
		if (header != NULL && header->cmsg_level == SOL_SOCKET && header->cmsg_type == SCM_RIGHTS)
			memcpy(&master, CMSG_DATA(header), sizeof master);
	}
	close(connection);
	return master;
}
