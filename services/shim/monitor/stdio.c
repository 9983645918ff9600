/* Opens what the client named for stdin, stdout and stderr, and lets go of it in the right order. */
#define _GNU_SOURCE
#include "monitor.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static const char *after(const char *text, const char *prefix) {
	size_t length = strlen(prefix);
	return strncmp(text, prefix, length) == 0 ? text + length : NULL;
}

static bool is_fifo(int fd) {
	struct stat status;
	return fstat(fd, &status) == 0 && S_ISFIFO(status.st_mode);
}

static void give_to_owner(int fd, const struct request *request) {
	if (request->io_uid >= 0 || request->io_gid >= 0)
		(void)!fchown(fd, (uid_t)request->io_uid, (gid_t)request->io_gid);
}

/* The reader is opened first, without blocking; then a writer can't block either. */
static int open_fifo(const char *path, int *reader, int *writer) {
	*reader = open_cloexec(path, O_RDONLY | O_NONBLOCK);
	if (*reader < 0) return -1;
	if (!is_fifo(*reader)) { /* a plain file or a device serves as well */
		close_fd(reader);
		return 1;
	}
	*writer = open_cloexec(path, O_WRONLY);
	return *writer < 0 ? -1 : 0;
}

static int open_stdin(struct stream *in, const struct request *request) {
	const char *path = after(request->in, "fifo:");
	if (path == NULL) {
		in->done = true;
		return 0;
	}
	int reader = -1;
	int plain = open_fifo(path, &reader, &in->hold);
	if (plain > 0) reader = open_cloexec(path, O_RDONLY | O_NONBLOCK);
	if (plain < 0 || reader < 0) return -1;
	give_to_owner(reader, request);
	if (request->stdin_closed) close_fd(&in->hold);
	if (request->terminal) {
		in->from = reader;
		return 0;
	}
	fcntl(reader, F_SETFL, fcntl(reader, F_GETFL) & ~O_NONBLOCK);
	in->child = reader;
	return 0;
}

/* Opens the client's end of an output. A FIFO's reader stays with us, so that writers never get SIGPIPE. */
static int open_sink(struct stdio *io, int index, const char *name, const struct request *request) {
	struct stream *out = &io->streams[index];
	const char *path = after(name, "fifo:");
	int fd = -1;
	if (path != NULL) {
		int plain = open_fifo(path, &out->hold, &fd);
		if (plain > 0) fd = open_cloexec(path, O_WRONLY | O_APPEND);
		if (plain < 0 || fd < 0) return -1;
		give_to_owner(fd, request);
		return fd;
	}
	path = after(name, "file:");
	if (path != NULL) {
		out->rotation = (struct rotation){.path = path, .max_size = request->rotate_size, .files = request->rotate_files};
		return open_cloexec(path, LOG_FLAGS);
	}
	if (strcmp(name, "logger") != 0) return open_cloexec("/dev/null", O_WRONLY);
	int ends[2];
	if (pipe2(ends, O_CLOEXEC) != 0) return -1;
	give_to_owner(ends[1], request);
	io->logger_pipes[index - 1] = ends[0];
	return ends[1];
}

static int open_output(struct stdio *io, int index, const char *name, const struct request *request) {
	struct stream *out = &io->streams[index];
	if (index == 2 && io->streams[1].rotation.max_size > 0) { /* one pipe for both keeps their order */
		out->child = fcntl(io->streams[1].child, F_DUPFD_CLOEXEC, 0);
		return out->child < 0 ? -1 : 0;
	}
	int sink = open_sink(io, index, name, request);
	if (sink < 0) return -1;
	if (request->terminal) { /* the pty's output goes to stdout's sink; its source comes with the console socket */
		set_nonblocking(sink);
		out->to = sink;
		return 0;
	}
	bool rotates = out->rotation.max_size > 0;
	/* An init's stderr as well: what the runtime itself writes there, before it fails, is nothing for the client. */
	bool relayed = rotates || ((request->relay || index == 2) && out->hold >= 0);
	if (!relayed) {
		out->child = sink;
		return 0;
	}
	int ends[2];
	if (pipe2(ends, O_CLOEXEC) != 0) return -1;
	give_to_owner(ends[1], request);
	set_nonblocking(ends[0]);
	set_nonblocking(sink);
	out->child = ends[1];
	out->from = ends[0];
	out->to = sink;
	return 0;
}

static void exec_logger(const struct stdio *io, const struct request *request, int ready, int unstarted) {
	int source[3] = {io->logger_pipes[0], io->logger_pipes[1], ready};
	int null = open_cloexec("/dev/null", O_RDWR);
	unstarted = fcntl(unstarted, F_DUPFD_CLOEXEC, 10);
	for (int i = 0; i < 3; i++) source[i] = fcntl(source[i] < 0 ? null : source[i], F_DUPFD_CLOEXEC, 10);
	for (int i = 0; i < 3; i++) dup2(source[i], 3 + i);
	setpgid(0, 0);
	reset_signals();
	execve(request->logger[0], request->logger, request->logger_env);
	int failure = errno;
	if (write(unstarted, &failure, sizeof failure) < 0) _exit(126);
	_exit(127);
}

/* Starts the logging binary with stdout, stderr and its ready pipe as fds 3, 4 and 5; fails with the error that execve gave. */
static int start_logger(struct stdio *io, const struct request *request) {
	int ready[2], unstarted[2], failure = 0;
	if (pipe2(ready, O_CLOEXEC) != 0 || pipe2(unstarted, O_CLOEXEC) != 0) return -1;
	io->logger = fork();
	if (io->logger == 0) exec_logger(io, request, ready[1], unstarted[1]);
	if (io->logger > 0) setpgid(io->logger, io->logger);
	close(ready[1]);
	close(unstarted[1]);
	io->logger_ready = ready[0];
	if (io->logger < 0) return -1;
	bool started = read(unstarted[0], &failure, sizeof failure) == 0; /* closed by the execve that succeeds */
	close(unstarted[0]);
	if (started) return 0;
	waitpid(io->logger, NULL, 0);
	io->logger = 0;
	errno = failure;
	return -1;
}

bool stdio_logger_is_ready(struct stdio *io, const struct request *request) {
	char byte;
	bool ready = read(io->logger_ready, &byte, 1) == 1 || !request->logger_acks;
	close_fd(&io->logger_ready);
	return ready;
}

int stdio_open(struct stdio *io, const struct request *request, const char **what) {
	*io = (struct stdio){.master = -1, .logger_pipes = {-1, -1}, .logger_ready = -1, .withheld = !request->terminal};
	for (int i = 0; i < STREAMS; i++) io->streams[i] = (struct stream){.child = -1, .from = -1, .to = -1, .hold = -1, .left = -1};
	*what = request->in;
	if (open_stdin(&io->streams[0], request) != 0) return -1;
	*what = request->out;
	if (open_output(io, 1, request->out, request) != 0) return -1;
	*what = request->err;
	if (request->terminal) io->streams[2].done = true;
	else if (open_output(io, 2, request->err, request) != 0) return -1;
	*what = request->logger[0];
	return request->logger[0] == NULL ? 0 : start_logger(io, request);
}

void stdio_attach_terminal(struct stdio *io, int master) {
	set_nonblocking(master);
	io->master = master;
	io->streams[0].to = master;
	io->streams[1].from = master;
}

/* The runtime has handed the descriptors on: ours would only keep the client waiting for an EOF. */
void stdio_created(struct stdio *io) {
	for (int i = 0; i < STREAMS; i++) close_fd(&io->streams[i].child);
}

void stdio_close_stdin(struct stdio *io) {
	close_fd(&io->streams[0].hold);
}

static void output_after_exit(struct stream *out) {
	if (out->from < 0 && out->hold >= 0) { /* the process wrote to the FIFO itself: keep a writer while nobody has read it */
		out->to = open_again(out->hold, O_WRONLY | O_NONBLOCK);
		out->eof = true;
	}
	if (out->to < 0) out->done = true;
	if (out->from < 0) out->eof = true;
	close_fd(&out->hold); /* from here on the only readers are the client's */
}

void stdio_process_exited(struct stdio *io) {
	struct stream *in = &io->streams[0];
	io->exited = true;
	close_fd(&in->hold);
	close_fd(&in->from);
	in->done = true;
	for (int i = 1; i < STREAMS; i++) {
		io->streams[i].quiet = false;
		if (!io->streams[i].done) output_after_exit(&io->streams[i]);
	}
}

/* Bytes that the logging binary has yet to read. */
size_t stdio_logger_unread(const struct stdio *io) {
	size_t total = 0;
	for (int i = 0; i < 2; i++) {
		int unread = 0;
		if (io->logger_pipes[i] >= 0 && ioctl(io->logger_pipes[i], FIONREAD, &unread) == 0) total += (size_t)unread;
	}
	return total;
}

void stdio_close_all(struct stdio *io) {
	for (int i = 0; i < STREAMS; i++) {
		struct stream *stream = &io->streams[i];
		close_fd(&stream->child);
		close_fd(&stream->hold);
		close_fd(&stream->left);
		if (stream->from != io->master) close_fd(&stream->from);
		if (stream->to != io->master) close_fd(&stream->to);
		stream->done = true;
	}
	close_fd(&io->master);
	close_fd(&io->logger_pipes[0]);
	close_fd(&io->logger_pipes[1]);
	close_fd(&io->logger_ready);
}
