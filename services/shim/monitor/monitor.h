/*
 * The monitor: parent of one container's init, or of one exec process.
 *
 * `monitor` is started once by the shim as its *spawner* (main.c): it reads requests from fd 0, runs
 * short commands (runtime kill, delete, pause, ...) and forks monitors. A monitor has its own
 * session, so it lives exactly as long as its process, whatever happens to the shim.
 *
 * Spawner requests: a 32-bit length (host order), then that many bytes: strings, each ended by NUL.
 *   run     ID CWD ARGV...      run a command; the reply has its exit code and its output
 *   unmount ID PLACE...         unmount all that is on each place, in this order; the reply's output says what failed
 *   stop    ID                  SIGKILL the command ID and its process group; no reply of its own
 *   wake    FILE                prepare the kernel for a move between cgroups, with this cgroup.procs; no reply
 *   monitor ID (KEY VALUE)...   fork a monitor; the reply's output is its pid (keys: struct request)
 * Spawner replies: a line `ID CODE LENGTH`, then LENGTH bytes of output. CODE is 128+n after signal n.
 *
 * Each monitor listens on the unix socket `control` in its directory. It speaks lines:
 *   shim to monitor   TAG start | TAG kill SIGNAL | TAG resize COLUMNS ROWS | TAG closeio |
 *                     TAG abort | TAG oom v1|v2 DIRECTORY | TAG release
 *   monitor to shim   = TAG CODE                    the answer: 0, the runtime's exit code, or an errno
 *                     state NAME PID STARTED        on connection: creating, created, exited
 *                     created PID                   the runtime has created the process
 *                     failed CODE                   the runtime refused (its log says why)
 *                     unopened ERRNO WHAT           a stdio path or logging binary could not be opened
 *                     exit PID CODE SEC NSEC STARTED  what the file `exit` holds, once it is written
 *                     settled                       the client has read all that the process wrote, or has not for 2 s (0.2 s where it has no FIFO open)
 *                     oom                           the cgroup killed a process for want of memory
 * `release` says that the shim is done with an exited process: finish what is pending within 10 s and go.
 */
#ifndef MONITOR_H
#define MONITOR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>
#include <time.h>

/* The strings behind a `monitor` request; lists end with NULL. */
struct request {
	char *dir;      /* where `control`, `console` and `exit` go */
	char *cwd;      /* the bundle: working directory of the runtime */
	char *title;    /* what ps shows */
	char *pid_file; /* where the runtime writes the process's pid */
	char *in;       /* null | fifo:PATH */
	char *out;      /* null | fifo:PATH | file:PATH | logger */
	char *err;
	size_t rotate_size; /* a file of this many bytes is followed by a new one; 0 for never */
	long rotate_files;  /* so many are kept, with the one that is written to */
	char **logger;     /* argv of a logging binary */
	char **logger_env; /* its whole environment */
	bool logger_acks;  /* it must write a byte; else closing fd 5 will do */
	char **create;     /* argv of `runtime create` or `runtime exec`; the item @console becomes the console socket's path */
	char **start;      /* argv of `runtime start`; none for an exec process, which runs when created */
	char **reap;       /* argv to run at the process's end, before it is reported: kills what it left behind */
	char **cgroups;    /* cgroup.procs files that the monitor joins */
	bool terminal;
	bool relay; /* copy stdout, not only stderr, through a pipe, so that what outlives the process can't hold the client's FIFOs */
	bool stdin_closed;
	long io_uid, io_gid; /* owner of pipes and FIFOs, -1 for none */
};

/* util.c */
uint64_t now_ms(void);
int open_cloexec(const char *path, int flags);
int open_again(int fd, int flags); /* the same FIFO once more, at either end */
void close_fd(int *fd);
void set_nonblocking(int fd);
int exit_code(int wait_status);

/* spawn.c */
/* Forks and execs argv with the given stdio (-1 is /dev/null) and the spawner's environment, signals as at start. */
pid_t spawn(char *const argv[], char *const env[], const char *cwd, const int stdio[3]);
void reset_signals(void); /* in a child, before exec */

/* sealed.c */
/* Prepares what `exec_sealed` needs; to be called before the fork. */
void seal_runtime(const char *path);
/* Executes crun from a read-only mount of itself; comes back where that can't be done, or it is another program. */
void exec_sealed(char *const argv[], char *const env[]);

/* stdio.c */
#define STREAMS 3
struct rotation {
	const char *path;
	size_t max_size; /* 0: it grows for ever */
	long files;
	bool within_line; /* what was written last did not end a line */
};
struct stream {
	int child;   /* what the runtime gets; closed here once it has run */
	int from;    /* relayed: read end (pipe, pty master, or the client's stdin FIFO) */
	int to;      /* relayed: write end */
	int hold;    /* other end of the client's FIFO, so that no client's leaving is an EOF or a SIGPIPE */
	int left;    /* the client's FIFO when its last writer is gone, to see whether it has been read */
	bool eof;    /* nothing more comes out of `from` */
	bool quiet;  /* a terminal that nobody has open just now, or a disk that takes nothing: look again later */
	bool done;
	size_t start, end; /* what of the buffer is still to be written */
	struct rotation rotation; /* of `to` */
};
struct stdio {
	struct stream streams[STREAMS]; /* stdin, stdout, stderr */
	int master;                     /* pty master */
	bool withheld;                  /* outputs are not copied before the runtime has succeeded */
	bool exited;                    /* the process is gone */
	pid_t logger;
	int logger_pipes[2];
	int logger_ready; /* readable when the logging binary has closed its fd 5, or written to it */
};
/* Returns 0, or -1 with errno and the culprit in *what. Never blocks on a FIFO. */
int stdio_open(struct stdio *io, const struct request *request, const char **what);
void stdio_attach_terminal(struct stdio *io, int master);
void stdio_created(struct stdio *io);
void stdio_close_stdin(struct stdio *io);
void stdio_process_exited(struct stdio *io);
bool stdio_logger_is_ready(struct stdio *io, const struct request *request);
size_t stdio_logger_unread(const struct stdio *io);
void stdio_close_all(struct stdio *io);
/* Copies what can be copied now. */
void relay_pump(struct stdio *io, int index);
/* The fd and events that the relay waits for; -1 for none. */
int relay_wants(const struct stdio *io, int index, short *events);
/* True when a finished stream's last bytes are with a reader, or nobody can read them any more. */
bool relay_settled(struct stream *stream, bool give_up);
/* Whether the client has read whatever has been written so far. */
bool relay_was_read(const struct stream *stream);
/* Whether somebody has, or had at the end, the client's FIFO open. */
bool relay_has_reader(const struct stream *stream);

/* rotation.c */
#define LOG_FLAGS (O_WRONLY | O_APPEND | O_CREAT)
/* Writes as much as belongs into one file, after a rotation where one is due; `fd` may be another then. As write(2) otherwise. */
ssize_t rotation_write(struct rotation *log, int *fd, const char *bytes, size_t length);

/* oom.c */
int oom_watch(const char *version, const char *directory);
bool oom_happened(int fd);
void oom_forget(void);

/* exit.c */
struct exit_record {
	pid_t pid;
	int code;
	struct timespec at;
	bool started;
};
int exit_save(int dir_fd, const struct exit_record *record);

/* monitor.c */
/* Binds the sockets, so that the shim can connect as soon as it has the reply. Returns the control socket, or -1 with errno. */
int monitor_prepare(struct request *request, const char **what);
void monitor_run(struct request *request, int control) __attribute__((noreturn));

/* request.c */
struct request *request_parse(char *bytes, size_t length);

#endif
