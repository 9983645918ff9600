import type { containerd } from "@stevedore/api";
import { invalidArgument } from "@stevedore/errors";
import { formatPlatform, matcherFor, parsePlatform, sameSystemMatcher, type Platform, type PlatformMatcher } from "@stevedore/oci";
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
    const snapshotter = request.snapshotter || config.defaultSnapshotter;
    const found = findTarget(config, platform, snapshotter);
    if (found === undefined) log.warn("unpack skipped: not configured", { platform: formatPlatform(platform), snapshotter });
    return found ?? [];
  });
  if (requested.length > 0 && targets.length === 0) {
    const known = config.unpacks.map(({ platform, snapshotter }) => `${platform} to ${snapshotter}`).join(", ");
    throw invalidArgument("unable to initialize unpacker: no unpack platforms defined", { hint: `asked for: ${requested.map((request) => `${formatPlatform(fromPlatform(request.platform))} to ${request.snapshotter || config.defaultSnapshotter}`).join(", ")}; this host unpacks ${known || "nothing"}` });
  }
  return targets;
}

function findTarget({ unpacks, checkPlatformSupported }: Scope["deps"]["config"], platform: Platform, snapshotter: string): UnpackTarget | undefined {
  for (const entry of unpacks) {
    const matcher = (checkPlatformSupported ? matcherFor : sameSystemMatcher)(parsePlatform(entry.platform));
    if (entry.snapshotter === snapshotter && matcher.match(platform)) return { matcher, snapshotter };
  }
  return undefined;
}
