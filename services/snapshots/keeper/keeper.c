/*
 * The keeper of a FUSE mount: it holds /dev/fuse, so that the process which answers may die and come back. It mounts, and passes the
 * kernel's requests on to whoever is connected to its socket, and the answers back. What was asked and not answered is asked again
 * of the next who connects. It ends when the mount is gone and nobody uses it any more.
 *
 * keeper MOUNTPOINT SOCKET: returns when the mount is made and the socket is there; the keeper itself goes on in the background.
 * On the socket are FUSE messages as they are, each of which begins with its length, and two of our own: the first that we send has the
 * opcode 0 (HELLO: answers may name a file), and an answer with the error 1 (IN_FILE) says in which file its bytes are.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/fuse.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

/* The kernel wants room for its largest request; of a read-only file system that is a name or two. */
#define MAX_REQUEST (64 * 1024)
/* An answer to a read of as many pages as the kernel asks for at once, and its header. */
#define MAX_READ (1 << 20)
#define MAX_ANSWER (MAX_READ + 4096)
#define HELLO 0
#define IN_FILE 1

/* Where the bytes of an answer are; the path follows, without a zero. */
struct place {
	uint64_t offset;
	uint32_t size;
	uint32_t path_length;
};

/* A request that has no answer yet. */
struct request {
	struct request *next;
	struct fuse_in_header header;
	char rest[];
};

static struct request *first, **last = &first;
static int device = -1, listener = -1, server = -1;
static char incoming[MAX_ANSWER];
static size_t received;

static void fail(const char *what) {
	fprintf(stderr, "%s: %s\n", what, strerror(errno));
	exit(1);
}

static void open_device(const char *mountpoint) {
	char options[160];
	device = open("/dev/fuse", O_RDWR | O_CLOEXEC | O_NONBLOCK);
	if (device < 0) fail("open /dev/fuse");
	snprintf(options, sizeof options, "fd=%d,rootmode=40000,user_id=0,group_id=0,allow_other,default_permissions,max_read=1048576", device);
	if (mount("stevedore-lazy", mountpoint, "fuse.stevedore-lazy", MS_RDONLY | MS_NOATIME, options) < 0) fail("mount fuse");
}

static void open_socket(const char *path) {
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	if (strlen(path) >= sizeof address.sun_path) {
		fprintf(stderr, "socket path %s is longer than %zu bytes\n", path, sizeof address.sun_path - 1);
		exit(1);
	}
	strcpy(address.sun_path, path);
	unlink(path);
	listener = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (listener < 0) fail("make socket");
	umask(0077);
	if (bind(listener, (struct sockaddr *)&address, sizeof address) < 0 || listen(listener, 4) < 0) fail("bind socket");
}

static void drop_server(void) {
	if (server >= 0) close(server);
	server = -1;
	received = 0;
}

static void tell(const struct fuse_in_header *header) {
	const char *bytes = (const char *)header;
	for (size_t left = header->len; left > 0 && server >= 0;) {
		ssize_t count = write(server, bytes, left);
		if (count < 0 && errno == EINTR) continue;
		if (count <= 0) return drop_server();
		bytes += count;
		left -= (size_t)count;
	}
}

static struct request *take(uint64_t unique) {
	for (struct request **at = &first; *at != NULL; at = &(*at)->next) {
		struct request *found = *at;
		if (found->header.unique != unique) continue;
		*at = found->next;
		if (last == &found->next) last = at;
		return found;
	}
	return NULL;
}

static struct request *find(uint64_t unique) {
	struct request *found = first;
	while (found != NULL && found->header.unique != unique) found = found->next;
	return found;
}

/* The kernel says ENOENT of a request that it has given up meanwhile. */
static void answer(const void *bytes, size_t length) {
	while (write(device, bytes, length) < 0 && errno == EINTR) continue;
}

/* Somebody who waits for an answer is to be killed. Who knows the request gives it up; with no server that is us. */
static void interrupt(struct request *request) {
	uint64_t unique;
	memcpy(&unique, request->rest, sizeof unique);
	if (server >= 0) return tell(&request->header);
	struct request *waiting = take(unique);
	if (waiting == NULL) return;
	struct fuse_out_header out = {.len = sizeof out, .error = -EINTR, .unique = unique};
	answer(&out, sizeof out);
	free(waiting);
}

/* False when the mount is over. */
static int read_request(void) {
	static union {
		struct fuse_in_header header;
		char bytes[MAX_REQUEST];
	} buffer;
	ssize_t count = read(device, &buffer, sizeof buffer);
	if (count < 0) return errno != ENODEV;
	struct request *request = malloc(sizeof(struct request *) + (size_t)count + sizeof(uint64_t));
	if (request == NULL) abort();
	request->next = NULL;
	memcpy(&request->header, &buffer, (size_t)count);
	switch (request->header.opcode) {
	case FUSE_FORGET:
	case FUSE_BATCH_FORGET:
		/* Nodes are numbered for ever: nobody counts who knows them. */
		free(request);
		return 1;
	case FUSE_INTERRUPT:
		interrupt(request);
		free(request);
		return 1;
	}
	*last = request;
	last = &request->next;
	tell(&request->header);
	return 1;
}

static int read_file(const char *path, const struct place *place, char *bytes) {
	int fd = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
	size_t has = 0;
	while (fd >= 0 && has < place->size) {
		ssize_t count = pread(fd, bytes + has, place->size - has, (off_t)(place->offset + has));
		if (count < 0 && errno == EINTR) continue;
		if (count <= 0) break;
		has += (size_t)count;
	}
	if (fd >= 0) close(fd);
	return fd >= 0 && has == place->size;
}

/* A file that is not there any more has moved meanwhile: whoever named it is asked for the bytes themselves. */
static void answer_from_file(const struct fuse_out_header *out, const char *body) {
	static struct {
		struct fuse_out_header header;
		char bytes[MAX_READ];
	} whole;
	char path[PATH_MAX];
	struct place place;
	size_t length = out->len - sizeof *out;
	if (length < sizeof place) return drop_server();
	memcpy(&place, body, sizeof place);
	if (place.size > MAX_READ || place.path_length >= sizeof path || place.path_length != length - sizeof place) return drop_server();
	memcpy(path, body + sizeof place, place.path_length);
	path[place.path_length] = 0;
	struct request *request = find(out->unique);
	if (request == NULL) return;
	if (!read_file(path, &place, whole.bytes)) {
		request->header.padding = 1;
		return tell(&request->header);
	}
	whole.header = (struct fuse_out_header){.len = (uint32_t)(sizeof whole.header + place.size), .unique = out->unique};
	answer(&whole, whole.header.len);
	free(take(out->unique));
}

static void read_answers(void) {
	ssize_t count = read(server, incoming + received, sizeof incoming - received);
	if (count < 0 && errno == EINTR) return;
	if (count <= 0) return drop_server();
	received += (size_t)count;
	size_t offset = 0;
	while (received - offset >= sizeof(struct fuse_out_header)) {
		struct fuse_out_header out;
		memcpy(&out, incoming + offset, sizeof out);
		if (out.len < sizeof out || out.len > sizeof incoming) return drop_server();
		if (received - offset < out.len) break;
		if (out.error == IN_FILE) {
			answer_from_file(&out, incoming + offset + sizeof out);
			if (server < 0) return;
		} else {
			answer(incoming + offset, out.len);
			if (out.unique != 0) free(take(out.unique));
		}
		offset += out.len;
	}
	memmove(incoming, incoming + offset, received - offset);
	received -= offset;
}

static void accept_server(void) {
	int accepted = accept4(listener, NULL, NULL, SOCK_CLOEXEC);
	if (accepted < 0) return;
	drop_server();
	server = accepted;
	struct fuse_in_header hello = {.len = sizeof hello, .opcode = HELLO};
	tell(&hello);
	for (struct request *request = first; request != NULL && server >= 0; request = request->next) tell(&request->header);
}

static void serve(void) {
	for (;;) {
		struct pollfd polled[] = {{.fd = device, .events = POLLIN}, {.fd = listener, .events = POLLIN}, {.fd = server, .events = POLLIN}};
		if (poll(polled, 3, -1) < 0) continue;
		if (polled[0].revents & POLLERR) return;
		if (polled[2].revents != 0) read_answers();
		if (polled[1].revents != 0) accept_server();
		if (polled[0].revents != 0 && !read_request()) return;
	}
}

int main(int argc, char **argv) {
	if (argc != 3) {
		fprintf(stderr, "usage: keeper MOUNTPOINT SOCKET\n");
		return 2;
	}
	signal(SIGPIPE, SIG_IGN);
	signal(SIGHUP, SIG_IGN);
	open_socket(argv[2]);
	open_device(argv[1]);
	pid_t pid = fork();
	if (pid < 0) fail("fork");
	if (pid > 0) return 0;
	setsid();
	prctl(PR_SET_NAME, "lazy-keeper");
	if (chdir("/") < 0) return 1;
	int null = open("/dev/null", O_RDWR | O_CLOEXEC);
	for (int fd = 0; fd < 3; fd++) dup2(null, fd);
	serve();
	unlink(argv[2]);
	return 0;
}
