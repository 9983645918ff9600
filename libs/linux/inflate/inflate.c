/*
 * gzip streams, inflated by ISA-L: half the processor time of zlib. The library's own structure is too large, and too much its own, to be
 * described elsewhere; here it is behind three calls.
 */
#include <isa-l/igzip_lib.h>
#include <stdint.h>
#include <stdlib.h>

enum outcome { WANTS_MORE = 0, MEMBER_ENDED = 1 };

/* NULL without memory. */
struct inflate_state *inflater_open(void)
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
int inflater_run(struct inflate_state *state, uint8_t *in, uint8_t *out, uint32_t *lengths)
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

void inflater_close(struct inflate_state *state)
{
	free(state);
}
