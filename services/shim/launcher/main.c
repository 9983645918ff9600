/* The command line of a containerd shim, as Go's flag package reads it: -name value, -name=value, one dash or two. */
#define _GNU_SOURCE
#include "launcher.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NAME "containerd-shim-stevedore-v2"

struct flag {
	const char *name;
	const char **text;
	bool *set;
};

static const char *parse(int argc, char **argv, const struct flag *flags) {
	for (int i = 1; i < argc; i++) {
		char *name = argv[i];
		if (name[0] != '-' || name[1] == 0) return name;
		name += name[1] == '-' ? 2 : 1;
		if (*name == 0) return i + 1 < argc ? argv[i + 1] : "";
		char *value = strchr(name, '=');
		if (value != NULL) *value++ = 0;
		const struct flag *flag = flags;
		while (flag->name != NULL && strcmp(flag->name, name) != 0) flag++;
		if (flag->name == NULL) fail("flag provided but not defined: -%s", name);
		if (flag->set != NULL) *flag->set = value == NULL || strcmp(value, "true") == 0 || strcmp(value, "1") == 0;
		else if (value != NULL) *flag->text = value;
		else if (i + 1 < argc) *flag->text = argv[++i];
		else fail("flag needs an argument: -%s", name);
	}
	return "";
}

int main(int argc, char **argv) {
	struct invocation call = {.namespace = "", .id = "", .address = "", .publish_binary = "", .bundle = "", .socket_dir = ""};
	const char *unused;
	const struct flag flags[] = {
		{"namespace", &call.namespace, NULL},
		{"id", &call.id, NULL},
		{"address", &call.address, NULL},
		{"publish-binary", &call.publish_binary, NULL},
		{"bundle", &call.bundle, NULL},
		{"socket", &unused, NULL}, /* other shims' flags, which containerd does not give */
		{"debug-socket", &unused, NULL},
		{"debug", NULL, &call.debug},
		{"info", NULL, &call.info},
		{"v", NULL, &call.version},
		{"version", NULL, &call.version},
		{NULL, NULL, NULL},
	};
	call.action = parse(argc, argv, flags);
	const char *ttrpc = getenv("TTRPC_ADDRESS");
	call.ttrpc_address = ttrpc != NULL ? ttrpc : "";
	if (call.version) {
		printf(NAME ":\n  Version:  " VERSION "\n  Revision: stevedore-" VERSION "\n\n");
		return 0;
	}
	if (call.info) {
		info();
		return 0;
	}
	if (call.namespace[0] == 0) fail("shim namespace cannot be empty");
	if (strcmp(call.action, "start") == 0) start(&call);
	else if (strcmp(call.action, "delete") == 0) cleanup(&call);
	else fail("unknown action \"%s\": this program is called by containerd with start or delete; to try it: ctr run --runtime io.containerd.stevedore.v2 ...", call.action);
	return 0;
}
