/*
 * Compressed streams, on the thread that asks: gzip by ISA-L, in half of zlib's processor time, and zstd. The libraries' own structures are
 * too large, and too much their own, to be described elsewhere; here each is behind three calls of one shape.
 */
#include <isa-l/igzip_lib.h>
#include <stdint.h>
#include <stdlib.h>
#include <zstd.h>
#include <zstd_errors.h>

enum outcome { WANTS_MORE = 0, MEMBER_ENDED = 1 };

/* NULL without memory. */
struct inflate_state *gzip_open(void)
{
	struct inflate_state *state = malloc(sizeof *state);
	if (state != NULL) {
		isal_inflate_init(state);
		state->crc_flag = ISAL_GZIP;
	}
	return state;
}

/*
 * Takes from `in` and fills `out`, from `lengths[0]` bytes to `lengths[1]` bytes; leaves there how many it took and gave. A member that has
 * ended is checked against its sum and its length; what follows is the next call's, as a new member. Negative: ISA-L's error.
 */
int gzip_run(struct inflate_state *state, uint8_t *in, uint8_t *out, uint32_t *lengths)
{
	state->next_in = in;
	state->avail_in = lengths[0];
	state->next_out = out;
	state->avail_out = lengths[1];
	int error = isal_inflate(state);
	lengths[0] -= state->avail_in;
	lengths[1] -= state->avail_out;
	if (error != ISAL_DECOMP_OK)
		return error;
	if (state->block_state != ISAL_BLOCK_FINISH)
		return WANTS_MORE;
	isal_inflate_reset(state);
	state->crc_flag = ISAL_GZIP;
	return MEMBER_ENDED;
}

void gzip_close(struct inflate_state *state)
{
	free(state);
}

/* Windows of up to 512 MiB, as containerd takes them. */
#define MAX_WINDOW_LOG 29

/* NULL without memory. */
ZSTD_DCtx *zstd_open(void)
{
	ZSTD_DCtx *state = ZSTD_createDCtx();
	if (state != NULL)
		ZSTD_DCtx_setParameter(state, ZSTD_d_windowLogMax, MAX_WINDOW_LOG);
	return state;
}

/* As gzip_run, for frames. Negative: a ZSTD_ErrorCode. */
int zstd_run(ZSTD_DCtx *state, uint8_t *in, uint8_t *out, uint32_t *lengths)
{
	ZSTD_inBuffer input = { in, lengths[0], 0 };
	ZSTD_outBuffer output = { out, lengths[1], 0 };
	size_t wanted = ZSTD_decompressStream(state, &output, &input);
	lengths[0] = input.pos;
	lengths[1] = output.pos;
	if (ZSTD_isError(wanted))
		return -(int)ZSTD_getErrorCode(wanted);
	return wanted == 0 ? MEMBER_ENDED : WANTS_MORE;
}

const char *zstd_error(int outcome)
{
	return ZSTD_getErrorString((ZSTD_ErrorCode)-outcome);
}

void zstd_close(ZSTD_DCtx *state)
{
	ZSTD_freeDCtx(state);
}
