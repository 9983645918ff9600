import { readFileSync, rmSync } from "node:fs";
import { fromText } from "../apply/byte-path.ts";
import { impliedListOf } from "../apply/implied-list.ts";
import { copyFromLower } from "../apply/tree.ts";

/**
 * Gives the directories that a layer only implied (it has files in them, but not themselves) what the layers below
 * say of them: the layer was unpacked before it was known on what. Blocks: for a worker thread.
 */
export function adoptParents(directory: string, lowers: readonly string[]): void {
  const list = impliedListOf(directory);
  let names: string[];
  try {
    names = readFileSync(list, "latin1").split("\0");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return;
    throw error;
  }
  const below = lowers.map(fromText);
  for (const name of names) {
    const path = `${fromText(directory)}/${name}`;
    if (name !== "") copyFromLower(below, name, path);
  }
  rmSync(list);
}
