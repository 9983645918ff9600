import { invalidArgument, messageOf } from "@stevedore/errors";
import type { Descriptor, ImageConfig, Index, Manifest } from "./descriptor.ts";
import { digestProblem } from "./digest.ts";
import { isIndexType, isManifestType, isSchema1Type } from "./media-types.ts";

/** A manifest or index is at most this long (the distribution spec's recommended limit of 4 MiB, doubled: containerd's). */
export const MAX_DOCUMENT_BYTES = 8 << 20;

type Json = Record<string, unknown>;

/** Reads a manifest. Throws InvalidArgument naming what is wrong: JSON, a field, schema 1, or an index in its place. */
export function parseManifest(bytes: Uint8Array, what: string): Manifest {
  const json = parseJson(bytes, what);
  rejectAmbiguous(json, what, isManifestType, "manifests");
  const layers = json["layers"] ?? [];
  if (!Array.isArray(layers)) throw invalidArgument(`${what}: layers is not a list`);
  return {
    ...json,
    schemaVersion: 2,
    config: descriptorFrom(json["config"], `${what}: config`),
    layers: layers.map((layer, i) => descriptorFrom(layer, `${what}: layer ${i}`)),
  };
}

/** Reads an index (docker: manifest list). Throws InvalidArgument like `parseManifest`. */
export function parseIndex(bytes: Uint8Array, what: string): Index {
  const json = parseJson(bytes, what);
  rejectAmbiguous(json, what, isIndexType, "layers", "config");
  const manifests = json["manifests"] ?? [];
  if (!Array.isArray(manifests)) throw invalidArgument(`${what}: manifests is not a list`);
  return { ...json, schemaVersion: 2, manifests: manifests.map((entry, i) => descriptorFrom(entry, `${what}: manifest ${i}`)) };
}

/** Reads an image config: its diff ids must be digests. Throws InvalidArgument. */
export function parseImageConfig(bytes: Uint8Array, what: string): ImageConfig {
  const json = parseJson(bytes, what);
  const rootfs = (json["rootfs"] ?? {}) as { type?: unknown; diff_ids?: unknown };
  const diffIds = rootfs.diff_ids ?? [];
  if (!Array.isArray(diffIds)) throw invalidArgument(`${what}: rootfs.diff_ids is not a list`);
  for (const diffId of diffIds) {
    const problem = digestProblem(String(diffId));
    if (problem !== undefined) throw invalidArgument(`${what}: diff id "${diffId}": ${problem}`);
  }
  return { ...json, rootfs: { type: String(rootfs.type ?? "layers"), diff_ids: diffIds as string[] } };
}

function parseJson(bytes: Uint8Array, what: string): Json {
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch (error) {
    throw invalidArgument(`${what}: not valid JSON: ${messageOf(error)}`, { cause: error });
  }
  if (typeof json !== "object" || json === null || Array.isArray(json)) throw invalidArgument(`${what}: not a JSON object`);
  return json as Json;
}

// A document that reads as manifest for one client and as index for another is refused (CVE-2021-41190).
function rejectAmbiguous(json: Json, what: string, isExpected: (mediaType: string) => boolean, ...foreign: string[]): void {
  const mediaType = json["mediaType"];
  if (json["fsLayers"] !== undefined || json["schemaVersion"] === 1 || (typeof mediaType === "string" && isSchema1Type(mediaType))) {
    throw invalidArgument(`${what}: schema 1 image manifests are no longer supported`, { hint: "push the image again with a current client" });
  }
  if (typeof mediaType === "string" && mediaType !== "" && !isExpected(mediaType)) {
    throw invalidArgument(`${what}: its mediaType is "${mediaType}", which contradicts the descriptor`);
  }
  const extra = foreign.find((field) => json[field] !== undefined);
  if (extra !== undefined) throw invalidArgument(`${what}: has an unexpected field "${extra}"`);
}

function descriptorFrom(value: unknown, what: string): Descriptor {
  if (typeof value !== "object" || value === null) throw invalidArgument(`${what}: descriptor missing`);
  const descriptor = value as Partial<Descriptor>;
  const problem = digestProblem(String(descriptor.digest ?? ""));
  if (problem !== undefined) throw invalidArgument(`${what}: digest "${descriptor.digest}": ${problem}`);
  if (!Number.isSafeInteger(descriptor.size) || (descriptor.size as number) < 0) {
    throw invalidArgument(`${what}: size ${descriptor.size} is not a number of bytes`);
  }
  return { ...descriptor, mediaType: String(descriptor.mediaType ?? "") } as Descriptor;
}
