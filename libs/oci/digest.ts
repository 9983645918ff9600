import { createHash } from "node:crypto";
import { invalidArgument } from "@stevedore/errors";

export type DigestAlgorithm = "sha256" | "sha384" | "sha512";

/** `<algorithm>:<hex>`, validated. */
export interface ParsedDigest {
  algorithm: DigestAlgorithm;
  hex: string;
}

/** Hashes a stream piece by piece; `digest` may be asked only once, at the end. */
export interface Digester {
  update(chunk: Uint8Array): void;
  digest(): string;
}

const HEX_LENGTH: Record<DigestAlgorithm, number> = { sha256: 64, sha384: 96, sha512: 128 };
const SHAPE = /^[a-z0-9]+(?:[.+_-][a-z0-9]+)*:[a-zA-Z0-9=_-]+$/;
const HEX = /^[a-f0-9]+$/;

/**
 * Why a digest is not valid, in go-digest's words, which clients know
 * (`invalid checksum digest format`, `… length`, `unsupported digest algorithm`); undefined when it is.
 */
export function digestProblem(value: string): string | undefined {
  const colon = value.indexOf(":");
  if (colon <= 0 || colon + 1 === value.length) return "invalid checksum digest format";
  const length = lengthOf(value.slice(0, colon));
  if (length === undefined) return SHAPE.test(value) ? "unsupported digest algorithm" : "invalid checksum digest format";
  const hex = value.slice(colon + 1);
  if (hex.length !== length) return "invalid checksum digest length";
  return HEX.test(hex) ? undefined : "invalid checksum digest format";
}

function lengthOf(algorithm: string): number | undefined {
  return Object.hasOwn(HEX_LENGTH, algorithm) ? HEX_LENGTH[algorithm as DigestAlgorithm] : undefined;
}

export function isDigest(value: string): boolean {
  return digestProblem(value) === undefined;
}

/** Splits a digest. Throws InvalidArgument `"x": invalid checksum digest format`. */
export function parseDigest(value: string): ParsedDigest {
  const problem = digestProblem(value);
  if (problem !== undefined) throw invalidArgument(`"${value}": ${problem}`);
  const colon = value.indexOf(":");
  return { algorithm: value.slice(0, colon) as DigestAlgorithm, hex: value.slice(colon + 1) };
}

export function createDigester(algorithm: DigestAlgorithm = "sha256"): Digester {
  const hash = createHash(algorithm);
  return {
    update: (chunk) => void hash.update(chunk),
    digest: () => `${algorithm}:${hash.digest("hex")}`,
  };
}

/** The digest of bytes at hand. */
export function digestOf(bytes: Uint8Array | string, algorithm: DigestAlgorithm = "sha256"): string {
  return `${algorithm}:${createHash(algorithm).update(bytes).digest("hex")}`;
}
