/* `start`: a shim for a container, found or started, and the answer in the form that this containerd reads. */
#define _GNU_SOURCE
#include "launcher.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define MAX_PARAMETERS (10 << 20)

struct parameters {
	const char *id, *namespace, *ttrpc_address, *grpc_address, *binary, *socket_dir;
	int64_t log_level;
};

static void parameter(void *into, unsigned number, uint64_t value, struct bytes bytes) {
	struct parameters *parameters = into;
	const char **texts[] = {[1] = &parameters->id, [2] = &parameters->namespace, [5] = &parameters->ttrpc_address,
	                        [6] = &parameters->grpc_address, [7] = &parameters->binary, [9] = &parameters->socket_dir};
	if (number == 3) parameters->log_level = (int64_t)value;
	else if (number < sizeof texts / sizeof *texts && texts[number] != NULL) *texts[number] = strndup(bytes.at, bytes.length);
}

/*
 * containerd 2.3 sends BootstrapParams, those before it the options as an Any, or nothing. Both are protobuf, and an Any
 * reads as parameters whose id is a type's name; so they count only when they agree with the flags.
 */
static void read_parameters(struct invocation *call) {
	size_t length;
	char *bytes = read_all(0, MAX_PARAMETERS, &length);
	struct parameters found = {"", "", "", "", "", "", 0};
	if (length == 0 || !message_read((struct bytes){bytes, length}, parameter, &found)) return;
	if (strcmp(found.id, call->id) != 0 || strcmp(found.namespace, call->namespace) != 0) return;
	call->bootstrap = true;
	if (found.ttrpc_address[0] != 0) call->ttrpc_address = found.ttrpc_address;
	if (found.grpc_address[0] != 0) call->address = found.grpc_address;
	if (found.binary[0] != 0) call->publish_binary = found.binary;
	call->socket_dir = found.socket_dir;
	if (found.log_level <= -4) call->debug = true;
}

static void answer(const struct invocation *call, const char *address) {
	struct output out = {0};
	char text[PATH_MAX + 64];
	if (call->bootstrap) {
		put_number(&out, 1, 3);
		put_text(&out, 2, address);
		put_text(&out, 3, "ttrpc");
	} else {
		/* containerd 1.7 to 2.2 set MAX_SHIM_VERSION and read JSON; 1.6 reads an address. */
		const char *form = getenv("MAX_SHIM_VERSION") != NULL ? "{\"version\":2,\"address\":\"%s\",\"protocol\":\"ttrpc\"}" : "%s";
		snprintf(text, sizeof text, form, address);
		out = (struct output){text, strlen(text), 0};
	}
	if (write(1, out.at, out.length) != (ssize_t)out.length) fail("the answer could not be written");
}

void start(struct invocation *call) {
	struct group group;
	char address[PATH_MAX + 16];
	read_parameters(call);
	if (call->id[0] == 0) fail("shim id cannot be empty");
	group_open(&group, call);
	if (!group_is_alive(&group)) group_launch(&group, call);
	/* Said under the lock: from now on the shim does not end until the container has had time to come. */
	if (futimens(group.lock, NULL) != 0) fail("touching the lock in %s failed", group.dir);
	snprintf(address, sizeof address, "unix://%s", group.sock);
	/* containerd 1.x finds its shims again by this file in the bundle. */
	if (!write_file("address", address, strlen(address))) fail("the address could not be written to the bundle");
	/* `delete` is not told the directory. */
	if (call->socket_dir[0] != 0) {
		unlink("s");
		(void)!symlink(call->socket_dir, "s");
	}
	answer(call, address);
}
