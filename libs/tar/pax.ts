import { type HeaderFault, notATarHeader, type RawHeader, type TarTime } from "./header.ts";

const SPACE = 0x20;
const EQUALS = 0x3d;
const NEWLINE = 0x0a;
const XATTR_PREFIX = "SCHILY.xattr.";

/** The records of an extended header, in order: GNU's sparse maps repeat a key. Keys are byte strings. */
export type PaxRecords = [key: string, value: Buffer][];

/** Reads `LENGTH KEY=VALUE\n` records (POSIX pax). @throws what `fault` makes, else InvalidArgument */
export function parsePax(body: Buffer, fault = notATarHeader): PaxRecords {
  const records: PaxRecords = [];
  for (let at = 0; at < body.length; ) {
    const space = body.indexOf(SPACE, at);
    const length = space < 0 ? Number.NaN : Number(body.toString("latin1", at, space));
    const end = at + length;
    const equals = body.indexOf(EQUALS, space);
    // Number("") is 0, and what is below 5 can't hold a record.
    if (!Number.isSafeInteger(length) || length < 5 || end > body.length || body[end - 1] !== NEWLINE || equals < 0 || equals >= end) {
      throw fault("extension", "a pax record is malformed");
    }
    records.push([body.toString("latin1", space + 1, equals), body.subarray(equals + 1, end - 1)]);
    at = end;
  }
  return records;
}

/** Changes a header as extended records say, and returns the extended attributes among them. An empty value leaves the header's own. */
export function applyPax(header: RawHeader, records: PaxRecords, fault = notATarHeader): Map<string, Buffer> {
  const xattrs = new Map<string, Buffer>();
  for (const [key, value] of records) {
    if (key.startsWith(XATTR_PREFIX)) xattrs.set(key.slice(XATTR_PREFIX.length), Buffer.from(value));
    else if (value.length > 0) applyRecord(header, key, value.toString("latin1"), fault);
  }
  return xattrs;
}

function applyRecord(header: RawHeader, key: string, value: string, fault: HeaderFault): void {
  switch (key) {
    case "path":
      header.name = value;
      break;
    case "linkpath":
      header.linkName = value;
      break;
    case "uid":
      header.uid = integer(value, key, fault);
      break;
    case "gid":
      header.gid = integer(value, key, fault);
      break;
    case "size":
      header.size = integer(value, key, fault);
      break;
    case "mtime":
      header.modified = time(value, key, fault);
      break;
    case "atime":
      header.accessed = time(value, key, fault);
      break;
  }
}

export function integer(value: string, key: string, fault = notATarHeader): number {
  const parsed = /^[+-]?\d+$/.test(value) ? Number(value) : Number.NaN;
  if (!Number.isSafeInteger(parsed)) throw fault("number", `pax record ${key} is no number`);
  return parsed;
}

// Digits beyond nanoseconds are cut off; -0.5 is half a second before 1970.
function time(value: string, key: string, fault: HeaderFault): TarTime {
  const match = /^(-?)(\d+)(?:\.(\d*))?$/.exec(value);
  const whole = Number(match?.[2]);
  if (match === null || !Number.isSafeInteger(whole)) throw fault("number", `pax record ${key} is no time`);
  const nanoseconds = Number((match[3] ?? "").slice(0, 9).padEnd(9, "0"));
  if (match[1] === "") return { seconds: whole, nanoseconds };
  return nanoseconds === 0 ? { seconds: -whole, nanoseconds } : { seconds: -whole - 1, nanoseconds: 1_000_000_000 - nanoseconds };
}
