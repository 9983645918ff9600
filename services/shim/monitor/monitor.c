/* One process's life: create it through the runtime, serve the shim, wait, record how it ended, flush, go. */
#define _GNU_SOURCE
#include "control.h"
#include "monitor.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

#define FLUSH_MS 10000       /* how long unread output is kept when nobody comes to read it */
#define LOGGER_STOP_MS 12000 /* between SIGTERM and SIGKILL */
#define LOGGER_READY_MS 60000
#define FAILED_MS 30000      /* how long a refusal waits for a shim to hear of it */
#define STARTER_MS 10000     /* how long `runtime start` may go on when its container has ended */
#define SETTLE_MS 2000       /* how long a deletion waits for the client to read: as long as containerd's shim takes to copy */
#define OPEN_MS 200          /* how long for a client that has not even opened its end: most such are gone */
#define TICK_MS 100
#define SETTLE_TICK_MS 1

enum phase { CREATING, CREATED, FAILED, REAPING, EXITED };

/* A child that ended before its meaning was known: the process may be gone before the pid file is read. */
struct ended {
	pid_t pid;
	int status;
	struct timespec at;
};

static struct {
	struct request *request;
	struct stdio io;
	struct peer peers[MAX_PEERS];
	enum phase phase;
	int dir, control, console, signals, oom;
	pid_t creator, starter, reaper;
	struct peer *start_peer;
	char start_tag[24];
	struct exit_record record;
	struct ended ended[32];
	unsigned ended_count;
	struct ended held; /* the process's end, which waits for the starter's answer */
	uint64_t starter_kill_at;
	int failure;
	const char *unopened;
	uint64_t give_up_at;     /* flush no longer than this; 0 while there is no limit */
	uint64_t no_reader_at;   /* the same for output without a reader */
	uint64_t open_by, settle_by;
	bool settled; /* the client has read what was written, or that was told as too late */
	uint64_t failed_until;
	bool aborted; /* nobody has to hear of the refusal */
	uint64_t logger_ready_until, logger_term_at, logger_kill_at;
} self;

int monitor_prepare(struct request *request, const char **what) {
	*what = request->dir;
	self.request = request;
	self.dir = open_cloexec(request->dir, O_RDONLY | O_DIRECTORY);
	if (self.dir < 0) return -1;
	*what = "control socket";
	int control = control_listen(self.dir, "control");
	*what = "console socket";
	self.console = -1;
	if (control >= 0 && request->terminal) self.console = control_listen(self.dir, "console");
	return request->terminal && self.console < 0 ? -1 : control;
}

static void tell_state(struct peer *peer) {
	static const char *const names[] = {"creating", "created", "failed", "created", "exited"};
	const struct exit_record *record = &self.record;
	if (self.phase == FAILED && self.unopened != NULL) control_send(peer, "unopened %d %s\n", self.failure, self.unopened);
	else if (self.phase == FAILED) control_send(peer, "failed %d\n", self.failure);
	else control_send(peer, "state %s %d %d\n", names[self.phase], record->pid, record->started);
	if (self.phase == EXITED)
		control_send(peer, "exit %d %d %lld %ld %d\n", record->pid, record->code, (long long)record->at.tv_sec,
		             record->at.tv_nsec, record->started);
	if (self.settled) control_send(peer, "settled\n");
}

static void tell_all(void) {
	for (int i = 0; i < MAX_PEERS; i++) tell_state(&self.peers[i]);
}

static pid_t run(char *const argv[]) {
	static const int none[3] = {-1, -1, -1};
	return spawn(argv, NULL, self.request->cwd, none);
}

static void fail(int code) {
	self.phase = FAILED;
	self.failure = code;
	self.failed_until = now_ms() + FAILED_MS;
	if (self.io.logger > 0) kill(-self.io.logger, SIGKILL);
	stdio_close_all(&self.io);
	tell_all();
}

/* --- creation --- */

static void join_cgroups(void) {
	for (char **file = self.request->cgroups; *file != NULL; file++) {
		int fd = open_cloexec(*file, O_WRONLY);
		if (fd >= 0) (void)!write(fd, "0", 1);
		close_fd(&fd);
	}
}

static void launch(void) {
	int stdio[3];
	for (int i = 0; i < STREAMS; i++) stdio[i] = self.io.streams[i].child;
	self.creator = spawn(self.request->create, NULL, self.request->cwd, stdio);
	stdio_created(&self.io);
	if (self.creator < 0) fail(126);
}

static void create(void) {
	static char console[64];
	snprintf(console, sizeof console, "/proc/%d/fd/%d/console", getpid(), self.dir);
	for (char **item = self.request->create; *item != NULL; item++)
		if (strcmp(*item, "@console") == 0) *item = console;
	if (stdio_open(&self.io, self.request, &self.unopened) != 0) {
		fail(errno);
		return;
	}
	self.unopened = NULL;
	self.logger_ready_until = now_ms() + LOGGER_READY_MS;
	if (self.io.logger_ready < 0) launch();
}

/* The container waits for its logger, so that it finds no pipe without a reader. */
static void logger_reported(bool in_time) {
	if (in_time && stdio_logger_is_ready(&self.io, self.request)) {
		launch();
		return;
	}
	self.unopened = self.request->logger[0];
	fail(in_time ? EPIPE : ETIMEDOUT);
}

static void receive_console(void) {
	int master = console_receive(self.console);
	if (master < 0) return;
	stdio_attach_terminal(&self.io, master);
	close_fd(&self.console);
	unlinkat(self.dir, "console", 0);
}

static pid_t read_pid(void) {
	char text[32];
	int fd = open_cloexec(self.request->pid_file, O_RDONLY);
	ssize_t length = fd < 0 ? -1 : read(fd, text, sizeof text - 1);
	close_fd(&fd);
	if (length <= 0) return -1;
	text[length] = 0;
	return (pid_t)atol(text);
}

/* --- the end --- */

static void exited(void) {
	self.phase = EXITED;
	self.no_reader_at = now_ms() + FLUSH_MS;
	self.open_by = now_ms() + OPEN_MS;
	self.settle_by = now_ms() + SETTLE_MS;
	self.logger_term_at = now_ms() + LOGGER_STOP_MS;
	/* A disk that takes no record is no reason to keep the shim in the dark. */
	(void)exit_save(self.dir, &self.record);
	if (oom_happened(self.oom))
		for (int i = 0; i < MAX_PEERS; i++) control_send(&self.peers[i], "oom\n");
	tell_all();
	close_fd(&self.oom);
	oom_forget();
	stdio_process_exited(&self.io);
}

static void process_ended(const struct ended *ended) {
	self.record.code = exit_code(ended->status);
	self.record.at = ended->at;
	self.phase = REAPING;
	self.reaper = self.request->reap[0] != NULL ? run(self.request->reap) : -1;
	if (self.reaper < 0) exited();
}

static void creator_ended(int status) {
	pid_t pid = exit_code(status) == 0 ? read_pid() : -1;
	self.creator = 0;
	if (self.console >= 0) receive_console();
	if (pid <= 0) {
		fail(exit_code(status));
		return;
	}
	self.phase = CREATED;
	self.io.withheld = false;
	self.record.pid = pid;
	self.record.started = self.request->start[0] == NULL;
	for (int i = 0; i < MAX_PEERS; i++) control_send(&self.peers[i], "created %d\n", pid);
	unsigned kept = sizeof self.ended / sizeof *self.ended;
	for (unsigned i = 0; i < self.ended_count && i < kept; i++)
		if (self.ended[i].pid == pid) process_ended(&self.ended[i]);
}

static void starter_ended(int status) {
	self.starter = 0;
	if (exit_code(status) == 0) self.record.started = true;
	if (self.start_peer != NULL) control_send(self.start_peer, "= %s %d\n", self.start_tag, exit_code(status));
	self.start_peer = NULL;
	if (self.held.pid != 0) process_ended(&self.held);
	self.held.pid = 0;
}

static void child_ended(const struct ended *ended) {
	if (ended->pid == self.creator) creator_ended(ended->status);
	else if (ended->pid == self.starter) starter_ended(ended->status);
	else if (ended->pid == self.reaper) exited();
	else if (ended->pid == self.io.logger) self.io.logger = 0;
	else if (self.phase == CREATED && ended->pid == self.record.pid) process_ended(ended);
	else if (self.phase == CREATING) self.ended[self.ended_count++ % (sizeof self.ended / sizeof *self.ended)] = *ended;
}

/*
 * The starter's answer goes out before the exit of what it started, whichever is reaped first. A process that was killed
 * before it ran leaves a starter that waits for it in vain, with crun for ever.
 */
static void reap_children(void) {
	struct ended process = {0}, ended;
	while ((ended.pid = waitpid(-1, &ended.status, WNOHANG)) > 0) {
		clock_gettime(CLOCK_REALTIME, &ended.at);
		if (self.phase == CREATED && ended.pid == self.record.pid) process = ended;
		else child_ended(&ended);
	}
	if (process.pid == 0) return;
	if (self.starter <= 0) {
		process_ended(&process);
		return;
	}
	self.held = process;
	self.starter_kill_at = now_ms() + STARTER_MS;
}

/* --- the shim's wishes --- */

static int start(struct peer *peer, const char *tag) {
	if (self.phase != CREATED || self.starter > 0 || self.held.pid != 0) return EBUSY;
	self.starter = run(self.request->start);
	if (self.starter < 0) return errno;
	self.start_peer = peer;
	snprintf(self.start_tag, sizeof self.start_tag, "%s", tag);
	return 0;
}

static int resize(const char *arguments) {
	unsigned columns = 0, rows = 0;
	if (sscanf(arguments, "%u %u", &columns, &rows) != 2) return EINVAL;
	if (self.io.master < 0) return ENOTTY;
	struct winsize size = {.ws_col = (unsigned short)columns, .ws_row = (unsigned short)rows};
	return ioctl(self.io.master, TIOCSWINSZ, &size) == 0 ? 0 : errno;
}

static int signal_process(const char *arguments) {
	if (self.phase != CREATED || self.held.pid != 0) return ESRCH;
	return kill(self.record.pid, atoi(arguments)) == 0 ? 0 : errno;
}

static int watch_oom(char *arguments) {
	char *directory = strchr(arguments, ' ');
	if (directory == NULL || self.oom >= 0) return EINVAL;
	*directory++ = 0;
	self.oom = oom_watch(arguments, directory);
	return self.oom >= 0 ? 0 : errno;
}

static int release(void) {
	if (self.phase == FAILED) self.failed_until = now_ms();
	if (self.phase != EXITED) return 0;
	if (self.give_up_at == 0) self.give_up_at = now_ms() + FLUSH_MS;
	self.logger_term_at = 0;
	return 0;
}

static int abort_creation(void) {
	if (self.phase != CREATING) return 0;
	self.aborted = true;
	if (self.creator > 0) kill(-self.creator, SIGKILL);
	else fail(128 + SIGKILL);
	return 0;
}

static void handle(struct peer *peer, char *line) {
	char *tag = line, *name = strchr(line, ' ');
	if (name == NULL) return;
	*name++ = 0;
	char *arguments = strchr(name, ' ');
	if (arguments != NULL) *arguments++ = 0;
	else arguments = name + strlen(name);
	int code = ENOSYS;
	if (strcmp(name, "start") == 0) {
		code = start(peer, tag);
		if (code == 0) return; /* answered when the runtime has ended */
	} else if (strcmp(name, "kill") == 0) code = signal_process(arguments);
	else if (strcmp(name, "resize") == 0) code = resize(arguments);
	else if (strcmp(name, "closeio") == 0) stdio_close_stdin(&self.io), code = 0;
	else if (strcmp(name, "oom") == 0) code = watch_oom(arguments);
	else if (strcmp(name, "release") == 0) code = release();
	else if (strcmp(name, "abort") == 0) code = abort_creation();
	control_send(peer, "= %s %d\n", tag, code);
}

/* --- the loop --- */

/* True when the logging binary is gone. It is stopped once it has read everything and the shim is done with the process. */
static bool logger_stopped(void) {
	if (self.io.logger <= 0) return true;
	uint64_t now = now_ms();
	if (self.logger_kill_at != 0 && now >= self.logger_kill_at) kill(-self.io.logger, SIGKILL);
	else if (self.logger_kill_at == 0 && now >= self.logger_term_at && (stdio_logger_unread(&self.io) == 0 || now >= self.no_reader_at)) {
		kill(self.io.logger, SIGTERM);
		self.logger_kill_at = now + LOGGER_STOP_MS;
	}
	return false;
}

static bool flushed(void) {
	uint64_t now = now_ms();
	bool all = true;
	for (int i = 1; i < STREAMS; i++) {
		short events;
		bool unreadable = relay_wants(&self.io, i, &events) < 0;
		bool give_up = (self.give_up_at != 0 && now >= self.give_up_at) || (unreadable && now >= self.no_reader_at);
		if (!relay_settled(&self.io.streams[i], give_up)) all = false;
	}
	return all;
}

/* A client that hears of a deletion never opens what it has not opened by then: the shim's answer waits for this. */
static void settle(void) {
	if (self.phase != EXITED || self.settled) return;
	uint64_t now = now_ms();
	self.settled = true;
	for (int i = 1; i < STREAMS; i++) {
		const struct stream *out = &self.io.streams[i];
		if (!relay_was_read(out) && now < (relay_has_reader(out) ? self.settle_by : self.open_by)) self.settled = false;
	}
	if (!self.settled) return;
	for (int i = 0; i < MAX_PEERS; i++) control_send(&self.peers[i], "settled\n");
}

static bool finished(void) {
	if (self.phase == FAILED) {
		/* Who has asked for it may be gone already: before the answer to its request, it was told of the refusal. */
		if (self.aborted) return true;
		for (int i = 0; i < MAX_PEERS; i++)
			if (self.peers[i].fd >= 0) return true;
		return now_ms() >= self.failed_until;
	}
	bool logger_gone = self.phase == EXITED && logger_stopped();
	return self.phase == EXITED && flushed() && self.settled && logger_gone;
}

static int timeout(void) {
	bool quiet = false;
	for (int i = 0; i < STREAMS; i++) {
		quiet = quiet || self.io.streams[i].quiet;
		self.io.streams[i].quiet = false;
	}
	if (self.io.logger_ready >= 0) return TICK_MS;
	if (self.phase == EXITED && !self.settled) return SETTLE_TICK_MS;
	return quiet || self.held.pid != 0 || self.phase == EXITED || self.phase == FAILED ? TICK_MS : -1;
}

#define FIXED 5 /* of what is polled: signals, control socket, console socket, cgroup, logger; then peers, then relays */

static void serve(struct pollfd *fds) {
	if (fds[0].revents != 0) {
		struct signalfd_siginfo info;
		(void)!read(self.signals, &info, sizeof info);
	}
	if (fds[2].revents != 0) receive_console();
	if (fds[3].revents != 0 && oom_happened(self.oom))
		for (int i = 0; i < MAX_PEERS; i++) control_send(&self.peers[i], "oom\n");
	if (self.io.logger_ready >= 0 && (fds[4].revents != 0 || now_ms() >= self.logger_ready_until)) logger_reported(fds[4].revents != 0);
	for (int i = 0; i < STREAMS; i++) relay_pump(&self.io, i);
	for (int i = 0; i < MAX_PEERS; i++)
		if (fds[FIXED + i].revents != 0 && self.peers[i].fd >= 0) control_read(&self.peers[i], handle);
	if (fds[1].revents != 0) control_accept(self.control, self.peers, tell_state);
	if (self.held.pid != 0 && now_ms() >= self.starter_kill_at) kill(-self.starter, SIGKILL);
	reap_children();
	settle();
}

static void loop(void) {
	struct pollfd fds[FIXED + MAX_PEERS + STREAMS];
	while (!finished()) {
		fds[0] = (struct pollfd){.fd = self.signals, .events = POLLIN};
		fds[1] = (struct pollfd){.fd = self.control, .events = POLLIN};
		fds[2] = (struct pollfd){.fd = self.console, .events = POLLIN};
		fds[3] = (struct pollfd){.fd = self.oom, .events = POLLIN};
		fds[4] = (struct pollfd){.fd = self.io.logger_ready, .events = POLLIN};
		for (int i = 0; i < MAX_PEERS; i++) fds[FIXED + i] = (struct pollfd){.fd = self.peers[i].fd, .events = POLLIN};
		for (int i = 0; i < STREAMS; i++) {
			struct pollfd *relay = &fds[FIXED + MAX_PEERS + i];
			*relay = (struct pollfd){.fd = -1};
			relay->fd = relay_wants(&self.io, i, &relay->events);
		}
		if (poll(fds, sizeof fds / sizeof *fds, timeout()) >= 0 || errno == EINTR) serve(fds);
	}
}

void monitor_run(struct request *request, int control) {
	sigset_t children;
	sigemptyset(&children);
	sigaddset(&children, SIGCHLD);
	sigprocmask(SIG_SETMASK, &children, NULL);
	self.request = request;
	self.control = control;
	self.oom = -1;
	self.signals = signalfd(-1, &children, SFD_CLOEXEC | SFD_NONBLOCK);
	for (int i = 0; i < MAX_PEERS; i++) self.peers[i].fd = -1;
	prctl(PR_SET_CHILD_SUBREAPER, 1);
	join_cgroups();
	create();
	loop();
	unlinkat(self.dir, "control", 0);
	if (self.console >= 0) unlinkat(self.dir, "console", 0);
	_exit(0);
}
