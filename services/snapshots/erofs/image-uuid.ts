import { createHash } from "node:crypto";

// RFC 9562, name-based with SHA-1, of URLs.
const URLS = Buffer.from("6ba7b8119dad11d180b400c04fd430c8", "hex");
const BYTES = 16;

/** The UUID that containerd's erofs differ gives the image of a layer, by the digest of its blob. */
export function layerUuid(digest: string): string {
  return uuidOf(`erofs:blobs/${digest}`);
}

/** Of what is made of several images, by theirs. */
export function mergedUuid(uuids: readonly string[]): string {
  return uuidOf(`erofs:merged/${uuids.join(",")}`);
}

function uuidOf(name: string): string {
  const bytes = createHash("sha1").update(URLS).update(name).digest().subarray(0, BYTES);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x50, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return bytes.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}
