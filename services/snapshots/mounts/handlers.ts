import { closeSync, mkdirSync, openSync, readlinkSync, rmSync, symlinkSync, unlinkSync } from "node:fs";
import { attachLoop, isSystemError, mount, mountNew, setLoopAutoclear, type HandledType, type LoopDevice, type Mount } from "@stevedore/linux";
import { openVerity } from "../erofs/verity-device.ts";
import { readVerityFile } from "../erofs/verity-metadata.ts";

/** How mounts of a type are made. */
export interface MountHandler {
  /** Makes the mount at a place that is not there yet; returns it as it was made. */
  mount(spec: Mount, place: string): Mount | Promise<Mount>;
  /** The reverse where that is not umount(2); a place that is gone is no error. */
  release?(place: string): void;
}

const VERITY = "X-containerd.dmverity=";

export const HANDLERS: Readonly<Record<HandledType | "system", MountHandler>> = {
  system: {
    mount(spec, place) {
      mkdirSync(place, { mode: 0o700 });
      mount(spec, place);
      return spec;
    },
  },
  erofs: { mount: mountErofs },
  loop: { mount: mountLoop, release: releaseLoop },
};

// The option names the file with the root hash that the image is to be checked against; the device goes with the mount.
async function mountErofs(spec: Mount, place: string): Promise<Mount> {
  const options = spec.options.filter((option) => option !== "loop" && !option.startsWith(VERITY));
  const metadata = spec.options.find((option) => option.startsWith(VERITY))?.slice(VERITY.length);
  if (metadata === undefined) return mountImage({ ...spec, options }, place);
  const { path, descriptor } = await openVerity(spec.source, readVerityFile(metadata));
  try {
    return mountImage({ ...spec, source: path, options }, place);
  } finally {
    closeSync(descriptor);
  }
}

/** An EROFS image: the kernel mounts the file itself where it can (Linux 6.12), else it gets loop devices. */
function mountImage(plain: Mount, place: string): Mount {
  mkdirSync(place, { mode: 0o700 });
  try {
    mountNew(plain, place);
    return plain;
  } catch (error) {
    if (!isSystemError(error, "ENOTBLK")) throw error;
  }
  const devices: LoopDevice[] = [];
  const attach = (file: string): string => {
    const device = attachLoop(file, { readOnly: true, autoclear: true });
    devices.push(device);
    return device.path;
  };
  try {
    const options = plain.options.map((option) => (option.startsWith("device=") ? `device=${attach(option.slice("device=".length))}` : option));
    const attached = { ...plain, source: attach(plain.source), options };
    mountNew(attached, place);
    return attached;
  } finally {
    for (const { descriptor } of devices) closeSync(descriptor);
  }
}

// The place is a link to the device, for mounts that come after.
function mountLoop(spec: Mount, place: string): Mount {
  const { path, descriptor } = attachLoop(spec.source, { autoclear: true });
  try {
    symlinkSync(path, place);
    setLoopAutoclear(descriptor, false);
    return spec;
  } catch (error) {
    rmSync(place, { force: true });
    throw error;
  } finally {
    closeSync(descriptor);
  }
}

function releaseLoop(place: string): void {
  let device: string;
  try {
    device = readlinkSync(place);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return;
    throw error;
  }
  const descriptor = openSync(device, "r");
  try {
    setLoopAutoclear(descriptor, true);
    unlinkSync(place);
  } catch (error) {
    // Of a device that was cleared by somebody else only the link is left.
    if (!isSystemError(error, "ENXIO")) throw error;
    unlinkSync(place);
  } finally {
    closeSync(descriptor);
  }
}
