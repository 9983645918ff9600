/* The spawner: a small process from which everything is forked, since forking out of a big one costs the shim dear. */
#define _GNU_SOURCE
#include "monitor.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

#define MAX_REQUEST (1 << 20)
#define MAX_OUTPUT (64 * 1024)

struct command {
	struct command *next;
	pid_t pid;
	int output; /* a memfd that the command writes to */
	char id[24];
};

static struct command *commands;
static int signals;
static char *title; /* the argument area that ps shows */
static size_t title_size;

static void write_all(const char *bytes, size_t length) {
	while (length > 0) {
		ssize_t count = write(1, bytes, length);
		if (count <= 0) _exit(0); /* the shim is gone */
		bytes += count;
		length -= (size_t)count;
	}
}

static void reply(const char *id, int code, const char *output, size_t length) {
	char head[64];
	write_all(head, (size_t)snprintf(head, sizeof head, "%s %d %zu\n", id, code, length));
	write_all(output, length);
}

static void refuse(const char *id, const char *what) {
	char text[512];
	int length = snprintf(text, sizeof text, "%.400s: %s", what, strerror(errno));
	reply(id, 1, text, (size_t)length);
}

/* --- run --- */

static void await_command(const char *id, pid_t pid, int output) {
	struct command *command = calloc(1, sizeof *command);
	if (command == NULL) _exit(1); /* the shim starts another */
	*command = (struct command){.next = commands, .pid = pid, .output = output};
	snprintf(command->id, sizeof command->id, "%s", id);
	commands = command;
}

static void run_command(const char *id, const char *cwd, char **argv) {
	int output = memfd_create("output", MFD_CLOEXEC);
	int stdio[3] = {-1, output, output};
	pid_t pid = output >= 0 ? spawn(argv, NULL, cwd, stdio) : -1;
	if (pid >= 0) {
		await_command(id, pid, output);
		return;
	}
	refuse(id, argv[0]);
	close_fd(&output);
}

/*
 * A child's work: taking an overlay down waits for the disk beneath it, and for a grace period. Nothing mounted is no error;
 * what somebody still looks into goes away when they have left.
 */
static int unmount_all(const char *place) {
	for (int flags = 0;;) {
		if (umount2(place, flags) == 0) continue;
		if (errno == EBUSY && flags == 0) flags = MNT_DETACH;
		else return errno == EINVAL || errno == ENOENT ? 0 : errno;
	}
}

static void unmount(const char *id, char **places) {
	int output = memfd_create("output", MFD_CLOEXEC);
	pid_t pid = output >= 0 ? fork() : -1;
	if (pid > 0) await_command(id, pid, output);
	if (pid < 0) {
		refuse(id, "unmount");
		close_fd(&output);
	}
	if (pid != 0) return;
	int failures = 0;
	for (; *places != NULL; places++) {
		int failure = unmount_all(*places);
		if (failure == 0) continue;
		failures++;
		dprintf(output, "unmount %s: %s\n", *places, strerror(failure));
	}
	_exit(failures > 0);
}

static void command_ended(struct command *command, int status) {
	static char output[MAX_OUTPUT];
	ssize_t length = pread(command->output, output, sizeof output, 0);
	reply(command->id, exit_code(status), output, length < 0 ? 0 : (size_t)length);
	close(command->output);
}

static void reap(void) {
	int status;
	pid_t pid;
	while ((pid = waitpid(-1, &status, WNOHANG)) > 0) {
		for (struct command **link = &commands; *link != NULL; link = &(*link)->next) {
			struct command *command = *link;
			if (command->pid != pid) continue;
			*link = command->next;
			command_ended(command, status);
			free(command);
			break;
		}
	}
}

static void stop_command(const char *id) {
	for (struct command *command = commands; command != NULL; command = command->next)
		if (strcmp(command->id, id) == 0) kill(-command->pid, SIGKILL);
}

/* --- monitor --- */

static void show_title(const char *text) {
	memset(title, 0, title_size);
	snprintf(title, title_size, "stevedore-monitor %s", text);
	prctl(PR_SET_NAME, "stevedore-mon");
}

static void become_monitor(struct request *request, int control) {
	int null = open("/dev/null", O_RDWR | O_CLOEXEC);
	for (int i = 0; i < 3; i++) dup2(null, i);
	close(null);
	close(signals);
	(void)!chdir("/"); /* no file system is kept busy */
	for (struct command *command = commands; command != NULL; command = command->next) close(command->output);
	show_title(request->title);
	monitor_run(request, control);
}

/* In the first child: a session of its own, then a second fork, so that init or a subreaper inherits the monitor. */
static void detach(const char *id, char *bytes, size_t length) {
	const char *what = "request";
	char text[16];
	errno = EINVAL;
	struct request *request = request_parse(bytes, length);
	int control = request != NULL ? monitor_prepare(request, &what) : -1;
	if (control >= 0) {
		setsid();
		what = "fork";
		pid_t pid = fork();
		if (pid == 0) become_monitor(request, control);
		if (pid > 0) {
			reply(id, 0, text, (size_t)snprintf(text, sizeof text, "%d", pid));
			_exit(0);
		}
	}
	refuse(id, what);
	_exit(0);
}

static void start_monitor(const char *id, char *bytes, size_t length) {
	pid_t pid = fork();
	if (pid == 0) detach(id, bytes, length);
	if (pid < 0) refuse(id, "fork");
	else waitpid(pid, NULL, 0); /* its reply must be out whole before ours go on */
}

/* --- wake --- */

/*
 * A child moves itself into the cgroup that it is in. The kernel makes the first such move after a while wait for an
 * RCU grace period (up to 20 ms) and those soon after it none: asked for early, that wait is over, or nearly so,
 * when the runtime moves its container.
 */
static void wake_cgroups(const char *procs_file) {
	if (fork() != 0) return;
	int fd = open_cloexec(procs_file, O_WRONLY);
	(void)!write(fd, "0", 1);
	_exit(0);
}

/* --- requests --- */

static void handle(char *bytes, size_t length) {
	char *end = bytes + length, *fields[256];
	size_t count = 0;
	for (char *at = bytes; at < end && count < 255; at += strlen(at) + 1) fields[count++] = at;
	fields[count] = NULL;
	if (count < 2) return;
	if (strcmp(fields[0], "wake") == 0) wake_cgroups(fields[1]);
	else if (strcmp(fields[0], "run") == 0 && count > 3) run_command(fields[1], fields[2], fields + 3);
	else if (strcmp(fields[0], "unmount") == 0) unmount(fields[1], fields + 2);
	else if (strcmp(fields[0], "stop") == 0) stop_command(fields[1]);
	else if (strcmp(fields[0], "monitor") == 0 && count > 2) start_monitor(fields[1], fields[2], (size_t)(end - fields[2]));
	else reply(fields[1], 1, "unknown request", strlen("unknown request"));
}

static bool read_all(void *bytes, size_t length) {
	for (char *at = bytes; length > 0;) {
		ssize_t count = read(0, at, length);
		if (count < 0 && errno == EINTR) continue;
		if (count <= 0) return false;
		at += count;
		length -= (size_t)count;
	}
	return true;
}

static bool read_request(void) {
	uint32_t length;
	if (!read_all(&length, sizeof length) || length == 0 || length > MAX_REQUEST) return false;
	char *bytes = malloc(length + 1);
	if (bytes == NULL || !read_all(bytes, length)) return false;
	bytes[length] = 0;
	handle(bytes, length);
	free(bytes);
	return true;
}

int main(int argc, char **argv) {
	title = argv[0];
	title_size = (size_t)(argv[argc - 1] + strlen(argv[argc - 1]) - argv[0]) + 1;
	static const int ignored[] = {SIGPIPE, SIGHUP, SIGINT, SIGTERM};
	for (size_t i = 0; i < sizeof ignored / sizeof *ignored; i++) signal(ignored[i], SIG_IGN);
	sigset_t children;
	sigemptyset(&children);
	sigaddset(&children, SIGCHLD);
	sigprocmask(SIG_SETMASK, &children, NULL);
	signals = signalfd(-1, &children, SFD_CLOEXEC | SFD_NONBLOCK);
	struct pollfd fds[2] = {{.fd = 0, .events = POLLIN}, {.fd = signals, .events = POLLIN}};
	for (;;) {
		if (poll(fds, 2, -1) < 0) continue;
		struct signalfd_siginfo info;
		if (fds[1].revents != 0) (void)!read(signals, &info, sizeof info);
		reap();
		if (fds[0].revents != 0 && !read_request()) return 0;
	}
}
