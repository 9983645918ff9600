import { TypeFlag } from "@stevedore/tar";

/** An entry as the raw header says it; strings are byte strings. What is left out is a plain file of root's. */
export interface BuiltEntry {
  name: string;
  type?: keyof typeof TypeFlag | number;
  mode?: number;
  uid?: number;
  gid?: number;
  mtime?: number;
  link?: string;
  data?: string | Buffer;
  /** Said in the header, where it is not the data's. */
  size?: number;
  device?: [major: number, minor: number];
  pax?: Record<string, string>;
  /** Changes the finished header block, checksum aside. */
  patch?: (block: Buffer) => void;
}

/** Makes archives that no sound tool would write. Independent of the product's own writer. */
export function buildTar(entries: readonly BuiltEntry[], { trailer = true } = {}): Buffer {
  const blocks = entries.flatMap((entry) => buildEntry(entry));
  return Buffer.concat(trailer ? [...blocks, Buffer.alloc(1024)] : blocks);
}

function buildEntry(entry: BuiltEntry): Buffer[] {
  const { pax, data = "" } = entry;
  const body = typeof data === "string" ? Buffer.from(data, "latin1") : data;
  const own = [header(entry, body), pad(body)];
  if (pax === undefined) return own;
  const records = Buffer.from(Object.entries(pax).map(([key, value]) => record(key, value)).join(""), "latin1");
  return [header({ name: "pax", type: "pax" }, records), pad(records), ...own];
}

function header({ name, type = "regular", mode = 0o644, uid = 0, gid = 0, mtime = 1_600_000_000, link = "", size, device, patch }: BuiltEntry, body: Buffer): Buffer {
  const block = Buffer.alloc(512);
  const octal = (value: number, at: number, length: number): void => void block.write(value.toString(8).padStart(length - 1, "0"), at, "latin1");
  block.write(name.slice(0, 100), 0, "latin1");
  octal(mode, 100, 8);
  octal(uid, 108, 8);
  octal(gid, 116, 8);
  octal(size ?? body.length, 124, 12);
  octal(mtime, 136, 12);
  block[156] = typeof type === "number" ? type : TypeFlag[type];
  block.write(link.slice(0, 100), 157, "latin1");
  block.write("ustar\x0000", 257, "latin1");
  if (device !== undefined) {
    octal(device[0], 329, 8);
    octal(device[1], 337, 8);
  }
  patch?.(block);
  block.fill(" ", 148, 156);
  octal(block.reduce((sum, byte) => sum + byte, 0), 148, 7);
  return block;
}

function record(key: string, value: string): string {
  const rest = ` ${key}=${value}\n`;
  let length = rest.length + 1;
  while (String(length).length + rest.length !== length) length = String(length).length + rest.length;
  return `${length}${rest}`;
}

function pad(body: Buffer): Buffer {
  return Buffer.concat([body, Buffer.alloc((512 - (body.length % 512)) % 512)]);
}
