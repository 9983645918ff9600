import type { Platform } from "./descriptor.ts";
import { hostPlatform } from "./host-platform.ts";
import { normalisePlatform } from "./platform.ts";

/** Says whether an image's platform fits, and which of two fits better. */
export interface PlatformMatcher {
  match(platform: Platform): boolean;
  /** Sort order: negative when `a` is the better one; platforms that don't fit come last. */
  compare(a: Platform, b: Platform): number;
}

/** Fits everything, prefers nothing. */
export const anyPlatform: PlatformMatcher = { match: () => true, compare: () => 0 };

/** Fits exactly one of the platforms; earlier ones are better, and for the same one those that use more os features. */
export function orderedMatcher(platforms: readonly Platform[]): PlatformMatcher {
  const wanted = platforms.map(normalisePlatform);
  const rank = (platform: Platform): number => {
    const found = wanted.findIndex((candidate) => fits(candidate, normalisePlatform(platform)));
    return found === -1 ? wanted.length : found;
  };
  const compare = (a: Platform, b: Platform): number => rank(a) - rank(b) || (rank(a) === wanted.length ? compareWithout(a, b) : featuresOf(b).length - featuresOf(a).length);
  // None fits, for its features perhaps: the nearest without looking at these.
  const compareWithout = (a: Platform, b: Platform): number => rank(withoutFeatures(a)) - rank(withoutFeatures(b));
  return { match: (platform) => rank(platform) < wanted.length, compare };
}

/** Fits the platform and whatever also runs on it (arm v6 on v7, amd64 v1 on v3, 386 on amd64), the nearest first. */
export function matcherFor(platform: Platform): PlatformMatcher {
  return orderedMatcher(platformVector(normalisePlatform(platform)));
}

/** Fits whatever is for the same operating system, the nearest processor first. */
export function sameSystemMatcher(platform: Platform): PlatformMatcher {
  const wanted = normalisePlatform(platform);
  const onlySystem = ({ architecture: _architecture, variant: _variant, ...rest }: Platform): Platform => ({ ...rest, architecture: "" });
  return { match: (offered) => fits(onlySystem(wanted), onlySystem(normalisePlatform(offered))), compare: (a, b) => matcherFor(wanted).compare(a, b) };
}

/** What runs on this host. */
export function defaultMatcher(): PlatformMatcher {
  return matcherFor(hostPlatform());
}

// An image that needs an os feature (an EROFS layer, say) fits only who asks for that feature.
function fits(wanted: Platform, offered: Platform): boolean {
  const features = featuresOf(wanted);
  return wanted.os === offered.os
    && wanted.architecture === offered.architecture
    && (wanted.variant ?? "") === (offered.variant ?? "")
    && featuresOf(offered).every((feature) => features.includes(feature))
    && (wanted["os.version"] === undefined || wanted["os.version"] === offered["os.version"]);
}

const featuresOf = (platform: Platform): readonly string[] => platform["os.features"] ?? [];

function withoutFeatures({ "os.features": _features, ...rest }: Platform): Platform {
  return rest;
}

function platformVector(platform: Platform): Platform[] {
  switch (platform.architecture) {
    case "amd64": return [platform, ...lowerVariants(platform, 1), other(platform, { architecture: "386" })];
    case "arm": return [platform, ...lowerVariants(platform, 5)];
    case "arm64": return [platform, ...lowerArm64(platform), ...platformVector(other(platform, { architecture: "arm", variant: "v8" }))];
    default: return [platform];
  }
}

function other({ architecture: _architecture, variant: _variant, ...system }: Platform, processor: Pick<Platform, "architecture" | "variant">): Platform {
  return { ...system, ...processor };
}

function lowerVariants(platform: Platform, lowest: number): Platform[] {
  const level = /^v(\d+)$/.exec(platform.variant ?? "")?.[1];
  const lower: Platform[] = [];
  for (let v = Number(level ?? 0) - 1; v >= lowest; v--) lower.push({ ...platform, variant: `v${v}` });
  return lower;
}

// Armv9.N implements Armv8.(N+5) and everything below (Arm Architecture Reference Manual, A-profile).
function lowerArm64(platform: Platform): Platform[] {
  const match = /^v([89])(?:\.(\d+))?$/.exec(platform.variant ?? "v8");
  if (match === null) return [];
  const major = Number(match[1]);
  const minor = Number(match[2] ?? 0);
  const below = (name: string, from: number): Platform[] =>
    Array.from({ length: from + 1 }, (_, i) => from - i).map((n) => ({ ...platform, variant: n === 0 ? name : `${name}.${n}` }));
  if (major === 8) return minor === 0 ? [] : below("v8", minor - 1);
  return [...(minor === 0 ? [] : below("v9", minor - 1)), ...below("v8", minor + 5)];
}
