/* Starting a program: its group, its stdio, its signals. */
#define _GNU_SOURCE
#include "monitor.h"

#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

extern char **environ;

void reset_signals(void) {
	static const int ignored[] = {SIGPIPE, SIGHUP, SIGINT, SIGTERM};
	for (size_t i = 0; i < sizeof ignored / sizeof *ignored; i++) signal(ignored[i], SIG_DFL);
	sigset_t none;
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
}

pid_t spawn(char *const argv[], char *const env[], const char *cwd, const int stdio[3]) {
	seal_runtime(argv[0]);
	pid_t pid = fork();
	/* A group of its own, so that it can be killed with all that it starts. Said on both sides: either may run first. */
	if (pid > 0) setpgid(pid, pid);
	if (pid != 0) return pid;
	setpgid(0, 0);
	int null = open("/dev/null", O_RDWR | O_CLOEXEC);
	/* Above 5, so that neither dup2 below nor a logger's fds 3 to 5 can overwrite a source. */
	int source[3];
	for (int i = 0; i < 3; i++) source[i] = fcntl(stdio[i] >= 0 ? stdio[i] : null, F_DUPFD_CLOEXEC, 10);
	for (int i = 0; i < 3; i++) dup2(source[i], i);
	reset_signals();
	if (cwd != NULL && chdir(cwd) != 0) _exit(126);
	exec_sealed(argv, env != NULL ? env : environ);
	execve(argv[0], argv, env != NULL ? env : environ);
	_exit(127);
}
