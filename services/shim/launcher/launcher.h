/*
 * containerd-shim-stevedore-v2: what a containerd calls to have a container run by our shim
 * (containerd's docs/runtime-v2.md). It is in C because containerd calls it once for each container and waits:
 * a Node process would take 30 ms before its first line.
 *
 * `start` finds the shim of the calling containerd or starts it, and prints how to reach it; `delete` cleans up after
 * a shim that has died; `-info` describes the runtime; `-v` says the version.
 *
 * One shim process serves all containers of one namespace of one containerd (told apart by its gRPC address): a containerd does not
 * tell its shims the namespace of a call. It lives in a directory of its own, SOCKET_DIR/stevedore-HASH:
 *   lock      held while the shim is looked for, started, or ends; its mtime is the time of the last `start`
 *   sock      the ttrpc socket
 *   ...       what services/shim keeps in its directory
 * The shim takes the same lock before it ends, and does not while a `start` was there just now (standalone.ts).
 */
#ifndef LAUNCHER_H
#define LAUNCHER_H

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct invocation {
	const char *namespace, *id, *address, *ttrpc_address, *publish_binary, *bundle, *socket_dir;
	const char *action;
	bool debug, info, version;
	bool bootstrap; /* stdin was BootstrapParams: the answer is a BootstrapResult */
};

/* util.c */
void fail(const char *format, ...) __attribute__((noreturn, format(printf, 1, 2)));
/* Reads a descriptor to its end, at most `limit` bytes; the result ends with a NUL that does not count. */
char *read_all(int fd, size_t limit, size_t *length);
/* NULL when it can't be read. */
char *read_file(const char *path, size_t limit, size_t *length);
bool write_file(const char *path, const void *bytes, size_t length);
/* An absolute path of a program, from PATH and the system's directories; NULL when there is none. */
const char *find_program(const char *name);
/* The checkout that this program belongs to. */
const char *home(void);
int connect_unix(const char *path);

/* message.c: as much of protobuf as is needed */
struct bytes {
	const char *at;
	size_t length;
};
/* Calls `field` for each field of a message; false when the bytes are no message. */
bool message_read(struct bytes message, void (*field)(void *into, unsigned number, uint64_t value, struct bytes bytes), void *into);
struct output {
	char *at;
	size_t length, room;
};
void put_number(struct output *out, unsigned number, uint64_t value);
void put_bytes(struct output *out, unsigned number, const void *bytes, size_t length);
void put_text(struct output *out, unsigned number, const char *text);

/* group.c */
struct group {
	char dir[PATH_MAX], sock[PATH_MAX];
	int lock; /* held */
};
void group_open(struct group *group, const struct invocation *call);
/* The same, when its directory is there. */
bool group_find(struct group *group, const struct invocation *call);
bool group_is_alive(const struct group *group);
/* Starts the shim process, which is given a socket that listens already: who connects at once waits in its queue. */
void group_launch(const struct group *group, const struct invocation *call);
/* Removes the directory of a group whose shim is dead, once its last container is gone. */
void group_remove_if_empty(const struct group *group);

void start(struct invocation *call);  /* start.c */
void cleanup(struct invocation *call); /* delete.c */
void info(void);                      /* info.c */

#endif
