/* Turns the strings of a `monitor` request into a struct that points into them. */
#include "monitor.h"

#include <stdlib.h>
#include <string.h>

struct pair {
	char *key, *value;
};

static size_t split(char *bytes, size_t length, struct pair *pairs, size_t limit) {
	size_t count = 0;
	char *end = bytes + length;
	while (bytes < end && count < limit) {
		char *value = bytes + strlen(bytes) + 1;
		if (value >= end) break;
		pairs[count++] = (struct pair){bytes, value};
		bytes = value + strlen(value) + 1;
	}
	return count;
}

static char *one(const struct pair *pairs, size_t count, const char *key, char *otherwise) {
	for (size_t i = 0; i < count; i++)
		if (strcmp(pairs[i].key, key) == 0) return pairs[i].value;
	return otherwise;
}

static char **all(const struct pair *pairs, size_t count, const char *key) {
	size_t found = 0;
	for (size_t i = 0; i < count; i++) found += strcmp(pairs[i].key, key) == 0;
	char **list = calloc(found + 1, sizeof *list);
	for (size_t i = 0, at = 0; list != NULL && i < count; i++)
		if (strcmp(pairs[i].key, key) == 0) list[at++] = pairs[i].value;
	return list;
}

/* `bytes` must end with NUL and outlive the result. Returns NULL when memory or a required key is missing. */
struct request *request_parse(char *bytes, size_t length) {
	struct request *request = calloc(1, sizeof *request);
	struct pair *pairs = calloc(length / 2 + 1, sizeof *pairs);
	if (request == NULL || pairs == NULL) return NULL;
	size_t count = split(bytes, length, pairs, length / 2 + 1);
	*request = (struct request){
		.dir = one(pairs, count, "dir", NULL),
		.cwd = one(pairs, count, "cwd", NULL),
		.title = one(pairs, count, "title", ""),
		.pid_file = one(pairs, count, "pid-file", NULL),
		.in = one(pairs, count, "stdin", "null"),
		.out = one(pairs, count, "stdout", "null"),
		.err = one(pairs, count, "stderr", "null"),
		.rotate_size = strtoul(one(pairs, count, "rotate-size", "0"), NULL, 10),
		.rotate_files = atol(one(pairs, count, "rotate-files", "1")),
		.logger = all(pairs, count, "logger"),
		.logger_env = all(pairs, count, "logger-env"),
		.logger_acks = one(pairs, count, "logger-acks", NULL) != NULL,
		.create = all(pairs, count, "create"),
		.start = all(pairs, count, "start"),
		.reap = all(pairs, count, "reap"),
		.cgroups = all(pairs, count, "cgroup"),
		.terminal = one(pairs, count, "terminal", NULL) != NULL,
		.relay = one(pairs, count, "relay", NULL) != NULL,
		.stdin_closed = one(pairs, count, "stdin-closed", NULL) != NULL,
		.io_uid = atol(one(pairs, count, "io-uid", "-1")),
		.io_gid = atol(one(pairs, count, "io-gid", "-1")),
	};
	free(pairs);
	bool complete = request->dir && request->cwd && request->pid_file && request->create && request->create[0];
	return complete ? request : NULL;
}
