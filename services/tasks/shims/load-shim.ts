import { readBootstrap, readSandboxId, readShimBinary } from "./bootstrap.ts";
import type { Bundle } from "./bundle.ts";
import type { Launchers } from "./launchers.ts";
import type { Shim } from "./shim.ts";

/**
 * The shim of a bundle that an earlier life of this service left: the one of its sandbox, or the one that its
 * `shim-binary-path` names. Undefined where the bundle says neither: nothing was started then.
 */
export async function loadShim(launchers: Launchers, bundle: Bundle, isHeld: (sandboxId: string) => boolean): Promise<Shim | undefined> {
  const sandboxId = readSandboxId(bundle.path);
  if (sandboxId === undefined) return launchers.ofBundle(readShimBinary(bundle.path))?.load(bundle);
  const bootstrap = readBootstrap(bundle.path);
  return bootstrap === undefined ? undefined : launchers.shared({ bundle, bootstrap, isHeld: () => isHeld(sandboxId) });
}
