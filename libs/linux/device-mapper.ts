import { closeSync, openSync } from "node:fs";
import { check, isSystemError } from "./error.ts";
import { ioctl } from "./ioctl.ts";

// linux/dm-ioctl.h
const CONTROL = "/dev/mapper/control";
const IOWR_DM = 0xc138fd00;
const COMMAND = { create: 3, remove: 4, suspend: 6, status: 7, load: 9, tableStatus: 12, message: 14 } as const;
const FLAG = { readOnly: 1, suspend: 2, table: 1 << 4, active: 1 << 5, bufferFull: 1 << 8, deferredRemove: 1 << 17 } as const;
const HEAD_BYTES = 312;
const FLAGS_AT = 28;
const DEVICE_AT = 40;
const NAME_AT = 48;
const UUID_AT = 176;
const MAX_NAME_BYTES = 127;
const SPEC_BYTES = 40;
const TYPE_AT = 24;
const FIRST_REPLY_BYTES = 16 << 10;

/** A stretch of a mapped device, in sectors of 512 bytes, and what is behind it (`dmsetup table`). */
export interface DmTarget {
  start: number;
  length: number;
  type: string;
  parameters: string;
}

export interface DmStatus {
  /** `/dev/dm-<n>`: there without udev too. */
  path: string;
  openCount: number;
  /** It has a table and answers. */
  isActive: boolean;
  /** Requests wait until it is resumed. */
  isSuspended: boolean;
}

/** Makes a mapped device without a table. @throws SystemError: EBUSY when there is one of the name */
export function createDmDevice(name: string, { uuid = "" }: { uuid?: string } = {}): void {
  run("create", name, { uuid });
}

/** Gives a device its next table; `resumeDmDevice` puts it to use. @throws SystemError */
export function loadDmTable(name: string, targets: readonly DmTarget[], { readOnly = false }: { readOnly?: boolean } = {}): void {
  const specs = targets.map(({ start, length, type, parameters }) => {
    const spec = Buffer.alloc(SPEC_BYTES + Math.ceil((Buffer.byteLength(parameters) + 1) / 8) * 8);
    spec.writeBigUInt64LE(BigInt(start), 0);
    spec.writeBigUInt64LE(BigInt(length), 8);
    spec.writeUInt32LE(spec.length, 20);
    spec.write(type, TYPE_AT);
    spec.write(parameters, SPEC_BYTES);
    return spec;
  });
  run("load", name, { flags: readOnly ? FLAG.readOnly : 0, targets: specs.length, data: Buffer.concat(specs) });
}

/** Has the loaded table take effect, and requests go on. */
export function resumeDmDevice(name: string): void {
  run("suspend", name);
}

/** Holds up all requests to a device until it is resumed. */
export function suspendDmDevice(name: string): void {
  run("suspend", name, { flags: FLAG.suspend });
}

/** Sends a message to the target at a sector (`dmsetup message`). @throws SystemError */
export function messageDmDevice(name: string, message: string, sector = 0): void {
  const data = Buffer.alloc(8 + Buffer.byteLength(message) + 1);
  data.writeBigUInt64LE(BigInt(sector), 0);
  data.write(message, 8);
  run("message", name, { data });
}

/** Removes a device; `deferred`: at once when nobody has it open, else with its last user. @throws SystemError: ENXIO when there is none, EBUSY when it is in use */
export function removeDmDevice(name: string, { deferred = false }: { deferred?: boolean } = {}): void {
  run("remove", name, { flags: deferred ? FLAG.deferredRemove : 0 });
}

/** Undefined when there is no device of the name. */
export function dmStatus(name: string): DmStatus | undefined {
  try {
    const head = run("status", name);
    const device = head.readBigUInt64LE(DEVICE_AT);
    const minor = Number((device & 0xffn) | ((device >> 12n) & 0xfff00n));
    const flags = head.readUInt32LE(FLAGS_AT);
    return { path: `/dev/dm-${minor}`, openCount: head.readInt32LE(24), isActive: (flags & FLAG.active) !== 0, isSuspended: (flags & FLAG.suspend) !== 0 };
  } catch (error) {
    if (isSystemError(error, "ENXIO")) return undefined;
    throw error;
  }
}

/** The table in effect; `status`: what each target says of its state instead of its parameters. @throws SystemError */
export function dmTable(name: string, { status = false }: { status?: boolean } = {}): DmTarget[] {
  for (let bytes = FIRST_REPLY_BYTES; ; bytes *= 2) {
    const reply = run("tableStatus", name, { flags: status ? 0 : FLAG.table, data: Buffer.alloc(bytes) });
    if ((reply.readUInt32LE(FLAGS_AT) & FLAG.bufferFull) === 0) return decodeTargets(reply.subarray(reply.readUInt32LE(16)), reply.readUInt32LE(20));
  }
}

function decodeTargets(bytes: Buffer, count: number): DmTarget[] {
  const targets: DmTarget[] = [];
  // What a reply calls next counts from the first.
  for (let at = 0; targets.length < count; at = bytes.readUInt32LE(at + 20)) {
    targets.push({
      start: Number(bytes.readBigUInt64LE(at)),
      length: Number(bytes.readBigUInt64LE(at + 8)),
      type: textAt(bytes, at + TYPE_AT),
      parameters: textAt(bytes, at + SPEC_BYTES),
    });
  }
  return targets;
}

function textAt(bytes: Buffer, at: number): string {
  return bytes.toString("utf8", at, bytes.indexOf(0, at));
}

function run(command: keyof typeof COMMAND, name: string, { uuid = "", flags = 0, targets = 0, data = Buffer.alloc(0) } = {}): Buffer {
  if (Buffer.byteLength(name) > MAX_NAME_BYTES) throw new RangeError(`device name ${name} is longer than ${MAX_NAME_BYTES} bytes`);
  const request = Buffer.concat([Buffer.alloc(HEAD_BYTES), data]);
  request.writeUInt32LE(4, 0);
  request.writeUInt32LE(request.length, 12);
  request.writeUInt32LE(HEAD_BYTES, 16);
  request.writeUInt32LE(targets, 20);
  request.writeUInt32LE(flags, FLAGS_AT);
  request.write(name, NAME_AT);
  request.write(uuid, UUID_AT);
  const control = openSync(CONTROL, "r+");
  try {
    check(ioctl(control, IOWR_DM + COMMAND[command], request), () => `device mapper: ${command} ${name}`);
    return request;
  } finally {
    closeSync(control);
  }
}
