import { fileURLToPath } from "node:url";
import koffi from "koffi";

/** A gzip stream that is being inflated, on the thread that asks. */
export interface GzipInflater {
  /**
   * Takes from `input` and fills `output`, as far as both go. `isEnd`: a member of the stream has ended and been checked; what follows is the next one.
   * @throws an error with a `code` as zlib's for bytes that are no gzip stream
   */
  run(input: Uint8Array, output: Uint8Array): { taken: number; given: number; isEnd: boolean };
  close(): void;
}

type Call = ReturnType<ReturnType<typeof koffi.load>["func"]>;

interface Library {
  open: Call;
  run: Call;
  close: Call;
}

// igzip_lib.h, in zlib's words.
const ERRORS: Readonly<Record<number, string>> = {
  [-1]: "invalid block type",
  [-2]: "invalid code",
  [-3]: "invalid distance too far back",
  [-4]: "incorrect header check",
  [-5]: "unknown compression method",
  [-6]: "incorrect data check",
};
const MEMBER_ENDED = 1;

// Looked for once; null where it is missing.
let library: Library | null | undefined;

/** By ISA-L, in half of zlib's processor time; undefined where that, or our library with it, is missing. */
export function createGzipInflater(): GzipInflater | undefined {
  if (library === undefined) library = load();
  if (library === null) return undefined;
  const { open, run, close } = library;
  const inflater: unknown = open();
  if (inflater === null) throw new Error("no memory to inflate with");
  const lengths = new Uint32Array(2);
  return {
    run(input, output) {
      lengths[0] = input.length;
      lengths[1] = output.length;
      const outcome = run(inflater, input, output, lengths) as number;
      if (outcome < 0) throw Object.assign(new Error(ERRORS[outcome] ?? `error ${outcome}`), { code: "Z_DATA_ERROR" });
      return { taken: lengths[0], given: lengths[1], isEnd: outcome === MEMBER_ENDED };
    },
    close: () => void close(inflater),
  };
}

function load(): Library | null {
  try {
    const loaded = koffi.load(fileURLToPath(new URL("./inflate/inflate", import.meta.url)));
    return {
      open: loaded.func("void *inflater_open()"),
      run: loaded.func("int inflater_run(void *state, const uint8_t *in, uint8_t *out, uint32_t *lengths)"),
      close: loaded.func("void inflater_close(void *state)"),
    };
  } catch {
    // Node's own inflater does as well, only slower.
    return null;
  }
}
