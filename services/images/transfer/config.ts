import type { HostConfig } from "@stevedore/config";
import type { TransferConfig } from "./deps.ts";

/** The part of a host's configuration that transfers need. */
export function transferConfigOf({ plugins, proxyPlugins, stevedore: { dockerConfig, pull } }: HostConfig): TransferConfig {
  const { maxConcurrentDownloads, concurrentLayerFetchBuffer, maxConcurrentUploads, maxConcurrentUnpacks, configPath, unpackConfig, checkPlatformSupported } = plugins.transfer;
  const proxies = Object.entries(proxyPlugins).filter(([, { type }]) => type === "snapshot");
  return {
    maxConcurrentDownloads,
    rangeBytes: concurrentLayerFetchBuffer > 0 ? concurrentLayerFetchBuffer : pull.rangeBytes,
    stall: { minBytesPerSecond: pull.minRate, windowMs: pull.stallMs },
    sharesContent: plugins.contentSharingPolicy === "shared",
    maxConcurrentUploads,
    maxConcurrentUnpacks,
    verifier: plugins.imageVerifier,
    ...(dockerConfig === undefined ? {} : { dockerConfig }),
    // As in containerd, several directories may be given like a PATH.
    hostDirs: configPath.split(":").filter((directory) => directory !== ""),
    unpacks: unpackConfig,
    checkPlatformSupported,
    defaultSnapshotter: "overlayfs",
    rebasing: ["overlayfs", "erofs", "lazy", ...proxies.flatMap(([name, { capabilities }]) => (capabilities.includes("rebase") ? [name] : []))],
    proxies: Object.fromEntries(proxies.map(([name, { exports }]) => [name, { wantsAnnotations: exports["enable_remote_snapshot_annotations"] === "true" }])),
  };
}
