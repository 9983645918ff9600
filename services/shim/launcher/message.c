/* Protobuf's wire format: as much of it as the launch protocol needs. */
#include "launcher.h"

#include <stdlib.h>
#include <string.h>

static bool read_number(struct bytes *from, uint64_t *value) {
	*value = 0;
	for (unsigned shift = 0; shift < 64 && from->length > 0; shift += 7) {
		unsigned char byte = (unsigned char)*from->at++;
		from->length--;
		*value |= (uint64_t)(byte & 0x7f) << shift;
		if ((byte & 0x80) == 0) return true;
	}
	return false;
}

bool message_read(struct bytes message, void (*field)(void *, unsigned, uint64_t, struct bytes), void *into) {
	while (message.length > 0) {
		uint64_t key, value = 0;
		struct bytes bytes = {"", 0};
		if (!read_number(&message, &key) || key >> 3 == 0) return false;
		switch (key & 7) {
		case 0:
			if (!read_number(&message, &value)) return false;
			break;
		case 1:
		case 5:
			bytes = (struct bytes){message.at, (key & 7) == 1 ? 8 : 4};
			break;
		case 2:
			if (!read_number(&message, &value)) return false;
			bytes = (struct bytes){message.at, (size_t)value};
			break;
		default:
			return false;
		}
		if (bytes.length > message.length) return false;
		if ((key & 7) != 0) message = (struct bytes){message.at + bytes.length, message.length - bytes.length};
		field(into, (unsigned)(key >> 3), value, bytes);
	}
	return true;
}

static void put(struct output *out, const void *bytes, size_t length) {
	if (out->length + length > out->room) {
		out->room = (out->length + length) * 2 + 256;
		out->at = realloc(out->at, out->room);
		if (out->at == NULL) fail("out of memory");
	}
	if (length > 0) memcpy(out->at + out->length, bytes, length);
	out->length += length;
}

static void put_varint(struct output *out, uint64_t value) {
	do {
		unsigned char byte = (unsigned char)((value & 0x7f) | (value > 0x7f ? 0x80 : 0));
		put(out, &byte, 1);
		value >>= 7;
	} while (value > 0);
}

void put_number(struct output *out, unsigned number, uint64_t value) {
	if (value == 0) return;
	put_varint(out, (uint64_t)number << 3);
	put_varint(out, value);
}

void put_bytes(struct output *out, unsigned number, const void *bytes, size_t length) {
	put_varint(out, (uint64_t)number << 3 | 2);
	put_varint(out, length);
	put(out, bytes, length);
}

void put_text(struct output *out, unsigned number, const char *text) {
	put_bytes(out, number, text, strlen(text));
}
