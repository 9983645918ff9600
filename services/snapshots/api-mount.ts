import type { containerd } from "@stevedore/api";
import type { Mount } from "@stevedore/linux";

/** Mounts as the API carries them, from and to those of `@stevedore/linux`. */
export function fromApiMounts(mounts: readonly containerd.types.IMount[]): Mount[] {
  return mounts.map(({ type, source, target, options }) => ({ type: type ?? "", source: source ?? "", target: target ?? "", options: options ?? [] }));
}

export function toApiMount({ type, source, target = "", options }: Mount): containerd.types.IMount {
  return { type, source, target, options: [...options] };
}
