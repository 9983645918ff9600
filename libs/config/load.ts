import { defaultHostConfig, type HostConfig } from "./host-config.ts";

export interface LoadOptions {
  file?: string | undefined;
  root?: string | undefined;
  state?: string | undefined;
}

/** Loads a host's configuration. */
export async function loadHostConfig({ root, state }: LoadOptions): Promise<{ config: HostConfig; warnings: string[] }> {
  return { config: defaultHostConfig({ ...(root === undefined ? {} : { root }), ...(state === undefined ? {} : { state }) }), warnings: [] };
}
