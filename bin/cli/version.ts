import { CONTAINERD_VERSION, VERSION } from "@stevedore/config";

export function printVersion(): number {
  process.stdout.write(`stevedore ${VERSION} (containerd API ${CONTAINERD_VERSION})\n`);
  return 0;
}
