import type { HostConfig } from "@stevedore/config";
import type { TransferConfig } from "./deps.ts";

/** The part of a host's configuration that transfers need. */
export function transferConfigOf({ plugins }: HostConfig): TransferConfig {
  const { maxConcurrentDownloads, maxConcurrentUnpacks, configPath, unpackConfig, checkPlatformSupported } = plugins.transfer;
  return {
    maxConcurrentDownloads,
    // containerd's default for max_concurrent_uploaded_layers, which the host's configuration does not carry yet.
    maxConcurrentUploads: 3,
    maxConcurrentUnpacks,
    // As in containerd, several directories may be given like a PATH.
    hostDirs: configPath.split(":").filter((directory) => directory !== ""),
    unpacks: unpackConfig,
    checkPlatformSupported,
    defaultSnapshotter: "overlayfs",
    rebasing: ["overlayfs"],
  };
}
