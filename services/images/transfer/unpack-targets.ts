import type { containerd } from "@stevedore/api";
import { invalidArgument } from "@stevedore/errors";
import { formatWholePlatform, matcherFor, parsePlatform, sameSystemMatcher, type Platform, type PlatformMatcher } from "@stevedore/oci";
import { fromPlatform } from "./convert.ts";
import type { Scope } from "./deps.ts";

/** Images of these platforms are unpacked into that snapshotter. */
export interface UnpackTarget {
  matcher: PlatformMatcher;
  snapshotter: string;
}

/**
 * Those of the configured targets that a request asks for. What does not match is skipped with a warning, but when nothing
 * is left: InvalidArgument, in containerd's words.
 */
export function chooseTargets({ deps: { config }, log }: Scope, requested: readonly containerd.types.transfer.IUnpackConfiguration[]): UnpackTarget[] {
  const targets = requested.flatMap((request) => {
    const platform = fromPlatform(request.platform);
    const found = findTarget(config, platform, request.snapshotter ?? "");
    if (found === undefined) log.warn("unpack skipped: not configured", { platform: formatWholePlatform(platform), snapshotter: request.snapshotter || config.defaultSnapshotter });
    return found ?? [];
  });
  if (requested.length > 0 && targets.length === 0) {
    const asked = requested.map((request) => ({ platform: formatWholePlatform(fromPlatform(request.platform)), snapshotter: request.snapshotter || config.defaultSnapshotter }));
    throw invalidArgument("unable to initialize unpacker: no unpack platforms defined", { hint: `asked for: ${listed(asked)}; this host unpacks ${listed(config.unpacks) || "nothing"}` });
  }
  return targets;
}

/** `linux/amd64 to overlayfs, native; …` */
function listed(targets: readonly { platform: string; snapshotter: string }[]): string {
  return [...Map.groupBy(targets, ({ platform }) => platform)].map(([platform, found]) => `${platform} to ${found.map(({ snapshotter }) => snapshotter).join(", ")}`).join("; ");
}

// Who names no snapshotter gets the default one, or the first that takes the platform: native EROFS images are for erofs alone.
function findTarget({ unpacks, checkPlatformSupported, defaultSnapshotter }: Scope["deps"]["config"], platform: Platform, asked: string): UnpackTarget | undefined {
  const found = unpacks.flatMap(({ platform: text, snapshotter }) => {
    const matcher = (checkPlatformSupported ? matcherFor : sameSystemMatcher)(parsePlatform(text));
    return (asked === "" || snapshotter === asked) && matcher.match(platform) ? [{ matcher, snapshotter }] : [];
  });
  return found.find(({ snapshotter }) => snapshotter === defaultSnapshotter) ?? found[0];
}
