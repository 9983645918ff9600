import { renameSync } from "node:fs";
import { removeVerityFile } from "./verity-metadata.ts";

/** Puts a complete image in its place. What is beside it belongs to the image that was there. */
export function publishImage(draft: string, output: string): void {
  removeVerityFile(output);
  renameSync(draft, output);
}
