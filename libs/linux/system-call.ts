import { fileURLToPath } from "node:url";
import { messageOf } from "@stevedore/errors";
import koffi from "koffi";

const file = fileURLToPath(new URL("./calls/calls", import.meta.url));

function load(): ReturnType<typeof koffi.load> {
  try {
    return koffi.load(file);
  } catch (error) {
    throw new Error(`${file}, which \`npm run setup\` builds: ${messageOf(error)}`, { cause: error });
  }
}

const library = load();

/**
 * A system call by the C library's name and parameters; see `calls/calls.c`, which has them all. It gives -errno where the C library gives -1:
 * asked for afterwards, errno may be that of a call the engine made meanwhile.
 */
export function systemCall(name: string, parameters: string): (...args: unknown[]) => number {
  return library.func(`long call_${name}(${parameters})`);
}
