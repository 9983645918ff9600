import { mkdtempSync, rmdirSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { invalidArgument } from "@stevedore/errors";
import { mountIdMapped } from "./new-mount.ts";
import { commonDirectory, releaseOverlayDirectory } from "./overlay-options.ts";

/**
 * Runs `use` with overlay options whose lower layers are seen through a mapping of ids: the directory that they
 * share is mounted once more, mapped, for as long as the overlay is being mounted; the overlay keeps its own hold.
 */
export function withIdMappedLayers(data: readonly string[], userNamespace: number, unmount: (target: string) => void, use: (data: string[]) => void): void {
  const lower = data.find((option) => option.startsWith("lowerdir="))?.slice("lowerdir=".length).split(":") ?? [];
  const common = commonDirectory(lower);
  if (common === "/") throw invalidArgument("mount overlay with an id mapping: its layers share no directory");
  const mapped = mkdtempSync(path.join(tmpdir(), "ovl-idmapped"));
  try {
    mountIdMapped(common, mapped, userNamespace, { readOnly: true });
    try {
      const layers = lower.map((layer) => path.join(mapped, path.relative(common, layer)));
      use(data.map((option) => (option.startsWith("lowerdir=") ? `lowerdir=${layers.join(":")}` : option)));
    } finally {
      releaseOverlayDirectory(mapped);
      unmount(mapped);
    }
  } finally {
    rmdirSync(mapped);
  }
}
