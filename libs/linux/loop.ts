import { closeSync, openSync } from "node:fs";
import { check, isSystemError, systemError } from "./error.ts";
import { ioctl } from "./ioctl.ts";
import { systemCall } from "./system-call.ts";

const rawIoctlNumber = systemCall("ioctl_number", "int fd, ulong request, long argument");

// linux/loop.h
const LOOP_SET_STATUS64 = 0x4c04;
const LOOP_GET_STATUS64 = 0x4c05;
const LOOP_CONFIGURE = 0x4c0a;
const LOOP_CTL_GET_FREE = 0x4c82;
const FLAG = { readOnly: 1, autoclear: 4, direct: 16 };
const INFO_BYTES = 232;
const INFO_AT = 8;
const FLAGS_AT = 52;
const NAME_AT = 56;
const NAME_BYTES = 63;
const CONFIG_BYTES = 304;
const O_RDWR = 2;
const RETRIES = 100;

export interface LoopOptions {
  readOnly?: boolean;
  /** The device goes when nobody uses it any more: neither a mount nor a descriptor. */
  autoclear?: boolean;
  direct?: boolean;
}

/** A file as a block device. `descriptor` is the caller's to close. */
export interface LoopDevice {
  path: string;
  descriptor: number;
}

/** Attaches a file to a free loop device (loop(4)). @throws SystemError */
export function attachLoop(file: string, { readOnly = false, autoclear = false, direct = false }: LoopOptions = {}): LoopDevice {
  const flags = readOnly ? 0 : O_RDWR;
  const backing = openSync(file, flags);
  try {
    const config = Buffer.alloc(CONFIG_BYTES);
    config.writeUInt32LE(backing, 0);
    config.writeUInt32LE((readOnly ? FLAG.readOnly : 0) | (autoclear ? FLAG.autoclear : 0) | (direct ? FLAG.direct : 0), INFO_AT + FLAGS_AT);
    Buffer.from(file).copy(config, INFO_AT + NAME_AT, 0, NAME_BYTES);
    for (let tries = 0; ; tries++) {
      const path = `/dev/loop${findFree()}`;
      const descriptor = openSync(path, flags);
      const result = ioctl(descriptor, LOOP_CONFIGURE, config);
      if (result === 0) return { path, descriptor };
      const error = systemError(`attach ${file} to ${path}`, -result);
      closeSync(descriptor);
      // Somebody else was faster with this device.
      if (!isSystemError(error, "EBUSY") || tries === RETRIES) throw error;
    }
  } finally {
    closeSync(backing);
  }
}

/** Whether a loop device goes with its last user. */
export function setLoopAutoclear(descriptor: number, autoclear: boolean): void {
  const info = Buffer.alloc(INFO_BYTES);
  check(ioctl(descriptor, LOOP_GET_STATUS64, info), () => "ask for a loop device's state");
  const flags = info.readUInt32LE(FLAGS_AT);
  const wanted = autoclear ? flags | FLAG.autoclear : flags & ~FLAG.autoclear;
  if (wanted === flags) return;
  info.writeUInt32LE(wanted, FLAGS_AT);
  check(ioctl(descriptor, LOOP_SET_STATUS64, info), () => "change a loop device's state");
}

function findFree(): number {
  const control = openSync("/dev/loop-control", O_RDWR);
  try {
    return check(rawIoctlNumber(control, LOOP_CTL_GET_FREE, 0), () => "look for a free loop device");
  } finally {
    closeSync(control);
  }
}
