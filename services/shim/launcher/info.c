/* `-info`: containerd.types.RuntimeInfo, for the runtime options on stdin (an Any, or nothing). */
#define _GNU_SOURCE
#include "launcher.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define MAX_OPTIONS (10 << 20)
#define MAX_FEATURES (1 << 20)
#define FEATURES_TYPE "types.containerd.io/opencontainers/runtime-spec/1/features/Features"

struct any {
	struct bytes type, value;
};

static void any_field(void *into, unsigned number, uint64_t value, struct bytes bytes) {
	struct any *any = into;
	(void)value;
	if (number == 1) any->type = bytes;
	if (number == 2) any->value = bytes;
}

static void binary_field(void *into, unsigned number, uint64_t value, struct bytes bytes) {
	(void)value;
	if (number == 6) *(char **)into = strndup(bytes.at, bytes.length);
}

static bool has_type(struct bytes type, const char *name) {
	size_t length = strlen(name);
	return type.length >= length && memcmp(type.at + type.length - length, name, length) == 0 && (type.length == length || type.at[type.length - length - 1] == '/');
}

/* `binary_name` of containerd.runc.v1.Options; empty when the client leaves the choice to us. */
static const char *binary_of(struct bytes options) {
	struct any any = {0};
	char *binary = "";
	if (!message_read(options, any_field, &any)) fail("failed to read runtime options: stdin is not a protobuf Any");
	if (any.type.length > 0 && !has_type(any.type, "containerd.runc.v1.Options"))
		fail("failed to read runtime options: %.*s given, containerd.runc.v1.Options taken", (int)any.type.length, any.type.at);
	if (!message_read(any.value, binary_field, &binary)) fail("failed to read runtime options: not a containerd.runc.v1.Options");
	return binary;
}

static const char *find_runtime(const char *name) {
	const char *configured = getenv("STEVEDORE_RUNTIME");
	if (name[0] == 0 && configured != NULL) name = configured;
	const char *found = name[0] != 0 ? find_program(name) : find_program("crun");
	if (found == NULL && name[0] == 0) found = find_program("runc");
	if (found == NULL) fail("failed to look up the path of \"%s\": executable file not found in $PATH", name[0] != 0 ? name : "crun\" or \"runc");
	return found;
}

/* JSON, or nothing: not every runtime has the command. */
static char *features_of(const char *runtime, size_t *length) {
	int ends[2], status = -1;
	*length = 0;
	if (pipe2(ends, O_CLOEXEC) != 0) return NULL;
	pid_t pid = fork();
	if (pid == 0) {
		int null = open("/dev/null", O_RDWR | O_CLOEXEC);
		dup2(null, 0);
		dup2(ends[1], 1);
		dup2(null, 2);
		execl(runtime, runtime, "features", (char *)NULL);
		_exit(127);
	}
	close(ends[1]);
	char *json = read_all(ends[0], MAX_FEATURES, length);
	close(ends[0]);
	if (pid < 0 || waitpid(pid, &status, 0) < 0 || status != 0) return NULL;
	while (*length > 0 && strchr(" \t\r\n", json[*length - 1]) != NULL) (*length)--;
	return *length > 0 && json[0] == '{' ? json : NULL;
}

void info(void) {
	struct output version = {0}, features = {0}, out = {0};
	size_t length, size;
	char *options = read_all(0, MAX_OPTIONS, &length);
	const char *runtime = find_runtime(binary_of((struct bytes){options, length}));
	put_text(&version, 1, VERSION);
	put_text(&version, 2, "stevedore-" VERSION);
	put_text(&out, 1, "io.containerd.stevedore.v2");
	put_bytes(&out, 2, version.at, version.length);
	if (length > 0) put_bytes(&out, 3, options, length);
	char *json = features_of(runtime, &size);
	if (json != NULL) {
		put_text(&features, 1, FEATURES_TYPE);
		put_bytes(&features, 2, json, size);
		put_bytes(&out, 4, features.at, features.length);
	}
	if (write(1, out.at, out.length) != (ssize_t)out.length) fail("the answer could not be written");
}
