/* Copies a terminal's and an exec process's bytes. Each stream has one buffer; what is full waits for its reader. */
#define _GNU_SOURCE
#include "monitor.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <unistd.h>

static char buffers[STREAMS][64 * 1024];

static bool readers_gone(int fd) {
	struct pollfd state = {.fd = fd, .events = 0};
	return poll(&state, 1, 0) == 1 && (state.revents & POLLERR) != 0;
}

static bool fill(struct stdio *io, struct stream *stream, char *buffer) {
	ssize_t count = read(stream->from, buffer, sizeof buffers[0]);
	if (count < 0 && (errno == EAGAIN || errno == EINTR)) return false;
	if (count <= 0) {
		/* EIO of a terminal: nobody has it open. A living process may open it again. */
		if (count < 0 && errno == EIO && !io->exited) stream->quiet = true;
		else stream->eof = true;
		return false;
	}
	stream->start = 0;
	stream->end = (size_t)count;
	return true;
}

static bool drain(struct stream *stream, const char *buffer) {
	while (stream->start < stream->end) {
		const char *bytes = buffer + stream->start;
		size_t length = stream->end - stream->start;
		bool rotates = stream->rotation.max_size > 0;
		ssize_t count = rotates ? rotation_write(&stream->rotation, &stream->to, bytes, length) : write(stream->to, bytes, length);
		if (count < 0) {
			/* A full disk: poll() would say that a file can always be written to. */
			stream->quiet = errno != EAGAIN && errno != EPIPE && errno != EINTR;
			return false;
		}
		stream->start += (size_t)count;
	}
	return true;
}

void relay_pump(struct stdio *io, int index) {
	struct stream *stream = &io->streams[index];
	if (stream->done || stream->from < 0 || stream->to < 0 || (io->withheld && index > 0)) return;
	/* A bound, so that an endless producer can't keep the monitor from its control socket. */
	for (int turns = 0; turns < 16; turns++) {
		if (!drain(stream, buffers[index])) return;
		if (stream->eof || !fill(io, stream, buffers[index])) return;
	}
}

int relay_wants(const struct stdio *io, int index, short *events) {
	const struct stream *stream = &io->streams[index];
	if (stream->done || stream->quiet || stream->from < 0 || stream->to < 0 || (io->withheld && index > 0)) return -1;
	if (stream->start < stream->end) {
		*events = POLLOUT;
		/* Without a reader poll() would answer at once, for ever. */
		return readers_gone(stream->to) ? -1 : stream->to;
	}
	*events = POLLIN;
	return stream->eof ? -1 : stream->from;
}

/* Of a pipe, a FIFO or a terminal. */
static int unread_of(int fd) {
	int unread = 0;
	return fd >= 0 && ioctl(fd, FIONREAD, &unread) == 0 ? unread : 0;
}

/* The client has the FIFO open, and gets an EOF behind what is in it. */
static void close_writer(struct stream *stream) {
	if (stream->rotation.max_size == 0 && unread_of(stream->to) > 0) stream->left = open_again(stream->to, O_RDONLY | O_NONBLOCK);
	close_fd(&stream->to);
}

bool relay_has_reader(const struct stream *stream) {
	return stream->to < 0 || !readers_gone(stream->to);
}

bool relay_was_read(const struct stream *stream) {
	/* What a log file holds is nobody's to read. */
	int written = stream->rotation.max_size > 0 ? 0 : unread_of(stream->to) + unread_of(stream->left);
	return stream->start == stream->end && unread_of(stream->from) == 0 && written == 0;
}

bool relay_settled(struct stream *stream, bool give_up) {
	if (stream->done) return true;
	bool all_written = stream->eof && stream->start == stream->end;
	bool read_or_readable = !readers_gone(stream->to) || unread_of(stream->to) == 0;
	stream->done = give_up || (all_written && read_or_readable);
	if (stream->done) close_writer(stream);
	return stream->done;
}
