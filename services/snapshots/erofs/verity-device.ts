import { createHash } from "node:crypto";
import { closeSync, existsSync, openSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { messageOf, unknownError } from "@stevedore/errors";
import { attachLoop, createDmDevice, dmStatus, dmTable, isSystemError, loadDmTable, removeDmDevice, resumeDmDevice } from "@stevedore/linux";
import { readVerity, type VerityMetadata } from "./verity-tree.ts";

const PREFIX = "stevedore-erofs-";
const TRIES = 50;
const RETRY_MS = 20;

/** A block device that shows an image, and refuses to read what is not as its root hash says. It goes with its last user; `descriptor` is the caller's to close. */
export interface VerityDevice {
  path: string;
  descriptor: number;
}

/** Whether this kernel has dm-verity, and has it loaded. */
export function hasDmVerity(): boolean {
  return existsSync("/sys/module/dm_verity") && existsSync("/dev/mapper/control");
}

/** Opens the device of an image, which all mounts of the image share, so that what one has read and checked is there for the others. @throws Unknown */
export async function openVerity(image: string, metadata: VerityMetadata): Promise<VerityDevice> {
  if (!hasDmVerity()) throw unknownError(`layer ${image} requires dm-verity but this system doesn't support it`, { hint: "`modprobe dm-verity`, or set the erofs snapshotter's dmverity_mode to \"off\"" });
  const name = nameOf(image, metadata);
  for (let tries = 1; ; tries++) {
    try {
      return dmStatus(name)?.isActive === true ? reopen(name, image, metadata) : create(name, image, metadata);
    } catch (error) {
      // It is going with its last user at this moment, or has just been made, or udev is looking at it.
      const isPassing = isSystemError(error, "EBUSY") || isSystemError(error, "ENXIO") || ["ENXIO", "ENOENT", "EBUSY"].includes((error as NodeJS.ErrnoException).code ?? "");
      if (!isPassing || tries === TRIES) throw unknownError(`failed to open the dm-verity device of ${image}: ${messageOf(error)}`, { cause: error });
    }
    await sleep(RETRY_MS);
  }
}

/** Removes what a crash may have left of an image's device; one that is in use goes with its last user. */
export function discardVerity(image: string, metadata: VerityMetadata): void {
  if (!hasDmVerity()) return;
  const name = nameOf(image, metadata);
  if (dmStatus(name) !== undefined) removeDmDevice(name, { deferred: true });
}

// Of path and content: what has the name shows this very image.
function nameOf(image: string, { rootHash }: VerityMetadata): string {
  return PREFIX + createHash("sha256").update(`${image}\0${rootHash}`).digest("hex").slice(0, 32);
}

function create(name: string, image: string, metadata: VerityMetadata): VerityDevice {
  const { sectors, parameters } = readVerity(image, metadata);
  // What was left half made by a crash has no table.
  if (dmStatus(name) !== undefined) removeDmDevice(name);
  const loop = attachLoop(image, { readOnly: true, autoclear: true });
  try {
    createDmDevice(name);
    try {
      loadDmTable(name, [{ start: 0, length: sectors, type: "verity", parameters: parameters(loop.path) }], { readOnly: true });
      resumeDmDevice(name);
      return hold(name);
    } catch (error) {
      removeDmDevice(name, { deferred: true });
      throw error;
    }
  } finally {
    closeSync(loop.descriptor);
  }
}

function reopen(name: string, image: string, { rootHash }: VerityMetadata): VerityDevice {
  const device = hold(name);
  try {
    const [target] = dmTable(name);
    if (target?.type !== "verity" || !target.parameters.split(" ").includes(rootHash.toLowerCase())) throw new Error(`device ${name} is not ${image}`);
    if (dmTable(name, { status: true })[0]?.parameters !== "V") throw new Error(`the image is damaged: dm-verity has found blocks that are not as its root hash says`);
    return device;
  } catch (error) {
    closeSync(device.descriptor);
    throw error;
  }
}

// While it is open it stays what it is; removed it is as soon as nobody has it open.
function hold(name: string): VerityDevice {
  const { path } = dmStatus(name) ?? { path: "" };
  const descriptor = openSync(path, "r");
  try {
    if (dmStatus(name)?.path !== path) throw Object.assign(new Error(`device ${name} is gone`), { code: "ENXIO" });
    removeDmDevice(name, { deferred: true });
    return { path, descriptor };
  } catch (error) {
    closeSync(descriptor);
    throw error;
  }
}
