import { fileURLToPath } from "node:url";
import koffi from "koffi";

/** A compressed stream that is being inflated, on the thread that asks. */
export interface Inflater {
  /**
   * Takes from `input` and fills `output`, as far as both go. `isEnd`: a member (zstd: a frame) of the stream has ended and been checked; what follows is the next one.
   * @throws an error with a `code` as node:zlib's for bytes that are no such stream
   */
  run(input: Uint8Array, output: Uint8Array): { taken: number; given: number; isEnd: boolean };
  close(): void;
}

export type Compression = "gzip" | "zstd";

type Call = ReturnType<ReturnType<typeof koffi.load>["func"]>;

interface Codec {
  open: Call;
  run: Call;
  close: Call;
  errorOf(outcome: number): Error;
}

// igzip_lib.h, in zlib's words.
const GZIP_ERRORS: Readonly<Record<number, string>> = {
  [-1]: "invalid block type",
  [-2]: "invalid code",
  [-3]: "invalid distance too far back",
  [-4]: "incorrect header check",
  [-5]: "unknown compression method",
  [-6]: "incorrect data check",
};
const MEMBER_ENDED = 1;

// Looked for once; null where it is missing.
let codecs: Record<Compression, Codec> | null | undefined;

/** gzip by ISA-L, in half of zlib's processor time, and zstd; undefined where one of the two libraries, or ours with it, is missing. */
export function createInflater(compression: Compression): Inflater | undefined {
  if (codecs === undefined) codecs = load();
  if (codecs === null) return undefined;
  const { open, run, close, errorOf } = codecs[compression];
  const state: unknown = open();
  if (state === null) throw new Error("no memory to inflate with");
  const lengths = new Uint32Array(2);
  return {
    run(input, output) {
      lengths[0] = input.length;
      lengths[1] = output.length;
      const outcome = run(state, input, output, lengths) as number;
      if (outcome < 0) throw errorOf(outcome);
      return { taken: lengths[0], given: lengths[1], isEnd: outcome === MEMBER_ENDED };
    },
    close: () => void close(state),
  };
}

function load(): Record<Compression, Codec> | null {
  try {
    // Node has a zstd of its own in it, whose functions would be taken for those of the library's.
    const library = koffi.load(fileURLToPath(new URL("./inflate/inflate", import.meta.url)), { deep: true });
    const zstdError = library.func("const char *zstd_error(int outcome)");
    const codecOf = (name: Compression, errorOf: Codec["errorOf"]): Codec => ({
      open: library.func(`void *${name}_open()`),
      run: library.func(`int ${name}_run(void *state, const uint8_t *in, uint8_t *out, uint32_t *lengths)`),
      close: library.func(`void ${name}_close(void *state)`),
      errorOf,
    });
    return {
      gzip: codecOf("gzip", (outcome) => Object.assign(new Error(GZIP_ERRORS[outcome] ?? `error ${outcome}`), { code: "Z_DATA_ERROR" })),
      zstd: codecOf("zstd", (outcome) => Object.assign(new Error(zstdError(outcome) as string), { code: "ZSTD_error" })),
    };
  } catch {
    // Node's own inflaters do as well, only slower.
    return null;
  }
}
