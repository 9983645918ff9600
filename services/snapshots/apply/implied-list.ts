import { writeFileSync } from "node:fs";
import path from "node:path";

/** The file beside a layer's directory that names the directories which the layer only implies. */
export function impliedListOf(directory: string): string {
  return path.join(path.dirname(directory), "implied");
}

/** Names are byte strings, separated by NUL. */
export function writeImpliedList(directory: string, names: Iterable<string>): void {
  const all = [...names];
  if (all.length > 0) writeFileSync(impliedListOf(directory), all.join("\0"), { encoding: "latin1", mode: 0o600 });
}
