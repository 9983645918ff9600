import { digestOf } from "./digest.ts";

/**
 * The chain ids of a stack of layers, one for each layer (OCI image spec, "Layer ChainID"):
 * the first is the first diff id, each next one `sha256("<previous chain id> <diff id>")`.
 */
export function chainIdsOf(diffIds: readonly string[]): string[] {
  const chain: string[] = [];
  for (const diffId of diffIds) {
    const previous = chain.at(-1);
    chain.push(previous === undefined ? diffId : digestOf(`${previous} ${diffId}`));
  }
  return chain;
}

/** The chain id of the whole stack; empty for no layers. */
export function chainIdOf(diffIds: readonly string[]): string {
  return chainIdsOf(diffIds).at(-1) ?? "";
}
