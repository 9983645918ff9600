import { readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { messageOf, unknownError } from "@stevedore/errors";
import type { VerityMetadata } from "./verity-tree.ts";

const SUFFIX = ".dmverity";

/** Beside an image: what its dm-verity device needs besides what the image says itself. */
export function verityFileOf(image: string): string {
  return image + SUFFIX;
}

export function hasVerityFile(image: string): boolean {
  return statSync(verityFileOf(image), { throwIfNoEntry: false }) !== undefined;
}

/** Writes it as containerd does, complete or not at all. */
export function writeVerityFile(image: string, { rootHash, hashOffset }: VerityMetadata): void {
  const draft = `${verityFileOf(image)}.new`;
  writeFileSync(draft, JSON.stringify({ roothash: rootHash, hashoffset: hashOffset }, undefined, 2), { mode: 0o644 });
  renameSync(draft, verityFileOf(image));
}

export function removeVerityFile(image: string): void {
  rmSync(verityFileOf(image), { force: true });
}

/** @throws Unknown for what is none, naming the file */
export function readVerityFile(file: string): VerityMetadata {
  const refuse = (why: string, cause?: unknown) => unknownError(`failed to read dm-verity metadata from ${file}: ${why}`, { hint: "pull the image again", cause });
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    throw refuse(messageOf(error), error);
  }
  const { roothash: rootHash, hashoffset: hashOffset } = parse(text) ?? {};
  if (typeof rootHash !== "string" || !/^(?:[\da-f]{2})+$/i.test(rootHash)) throw refuse("it has no root hash");
  if (!Number.isSafeInteger(hashOffset) || (hashOffset as number) < 0) throw refuse("it has no hash offset");
  return { rootHash, hashOffset: hashOffset as number };
}

function parse(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    // Said as what is missing.
    return undefined;
  }
}
