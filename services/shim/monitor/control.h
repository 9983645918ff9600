/* The control socket's connections: lines in, lines out. */
#ifndef CONTROL_H
#define CONTROL_H

#include <limits.h>
#include <stddef.h>

/* One shim, and the next one that takes over. */
#define MAX_PEERS 3

struct peer {
	int fd;
	size_t length;
	char line[PATH_MAX + 64];
};

/* Binds `name` in the directory; the path may be longer than a socket address. */
int control_listen(int dir_fd, const char *name);
void control_accept(int listener, struct peer peers[MAX_PEERS], void (*greet)(struct peer *));
/* Reads what is there and calls `handle` for each whole line. Closes the peer at its end. */
void control_read(struct peer *peer, void (*handle)(struct peer *, char *line));
/* Sends a formatted line. A peer that does not read is dropped: it can connect again. */
void control_send(struct peer *peer, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Receives the pty master that a runtime sends over the console socket; -1 when it has not come (yet). */
int console_receive(int listener);

#endif
