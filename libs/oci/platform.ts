import { invalidArgument } from "@stevedore/errors";
import type { Platform } from "./descriptor.ts";
import { hostPlatform } from "./host-platform.ts";

const KNOWN_OS = new Set([
  "aix", "android", "darwin", "dragonfly", "freebsd", "hurd", "illumos", "ios", "js", "linux", "nacl", "netbsd", "openbsd",
  "plan9", "solaris", "windows", "zos",
]);
const KNOWN_ARCH = new Set([
  "386", "amd64", "amd64p32", "arm", "armbe", "arm64", "arm64be", "loong64", "ppc64", "ppc64le", "mips", "mipsle", "mips64",
  "mips64le", "mips64p32", "mips64p32le", "ppc", "riscv", "riscv64", "s390", "s390x", "sparc", "sparc64", "wasm",
]);
const OS_COMPONENT = /^([A-Za-z0-9_-]+)(?:\(([A-Za-z0-9_.-]*)((?:\+[A-Za-z0-9_.-]+)*)\))?$/;
const COMPONENT = /^[A-Za-z0-9_.-]+$/;

/**
 * Reads `os/arch[/variant]`, `os(version+feature)/arch`, or one of the two alone, the missing part being this host's.
 * The result is normalised. Throws InvalidArgument. Source: containerd's platforms package.
 */
export function parsePlatform(text: string): Platform {
  if (text.includes("*")) throw invalidArgument(`"${text}": wildcards not yet supported`);
  const [first = "", ...rest] = text.split("/");
  const os = parseOs(first, text);
  for (const part of rest) {
    if (!COMPONENT.test(part)) {
      throw invalidArgument(`"${part}" is an invalid component of "${text}": platform specifier component must match "${COMPONENT.source}"`);
    }
  }
  const [arch, variant] = rest;
  if (rest.length === 0) return parseSingle(first, os, text);
  if (rest.length > 2 || arch === undefined) throw invalidArgument(`"${text}": cannot parse platform specifier`);
  return { ...os, ...parsedArchitecture(arch, variant) };
}

function parseOs(part: string, text: string): Omit<Platform, "architecture"> {
  const match = OS_COMPONENT.exec(part);
  if (match === null) {
    throw invalidArgument(`"${part}" is an invalid OS component of "${text}": OSAndVersion specifier component must match "${OS_COMPONENT.source}"`);
  }
  const [, name = "", version = "", features = ""] = match;
  return {
    os: normaliseOs(name),
    ...(version === "" ? {} : { "os.version": version }),
    ...(features === "" ? {} : { "os.features": features.slice(1).split("+").sort() }),
  };
}

function parseSingle(part: string, os: Omit<Platform, "architecture">, text: string): Platform {
  const host = hostPlatform();
  if (KNOWN_OS.has(os.os)) {
    return { ...os, architecture: host.architecture, ...(host.variant === undefined ? {} : { variant: host.variant }) };
  }
  const arch = parsedArchitecture(part, undefined);
  if (KNOWN_ARCH.has(arch.architecture)) return { os: host.os, ...arch };
  throw invalidArgument(`"${text}": unknown operating system or architecture`);
}

// arm without a variant stays open, so that any arm image fits; arm64 named with a variant keeps it.
function parsedArchitecture(arch: string, variant: string | undefined): Pick<Platform, "architecture" | "variant"> {
  const found = normaliseArchitecture(arch, variant);
  if (variant === undefined && found.architecture === "arm" && found.variant === "v7") return { architecture: "arm" };
  if (variant !== undefined && found.architecture === "arm64" && found.variant === undefined) return { ...found, variant: "v8" };
  return found;
}

/** The canonical spelling: `x86_64` → amd64, `aarch64` → arm64 (v8 unsaid), `armhf` → arm/v7, `macos` → darwin. */
export function normalisePlatform(platform: Platform): Platform {
  const { os, architecture, variant, ...rest } = platform;
  return { ...rest, os: normaliseOs(os), ...normaliseArchitecture(architecture, variant) };
}

function normaliseOs(os: string): string {
  const lower = os.toLowerCase();
  if (lower === "") return hostPlatform().os;
  return lower === "macos" ? "darwin" : lower;
}

function normaliseArchitecture(architecture: string, variant = ""): Pick<Platform, "architecture" | "variant"> {
  const [arch, v] = canonical(architecture.toLowerCase(), variant.toLowerCase());
  return v === "" ? { architecture: arch } : { architecture: arch, variant: v };
}

function canonical(arch: string, variant: string): [string, string] {
  switch (arch) {
    case "i386": return ["386", ""];
    case "x86_64":
    case "x86-64":
    case "amd64": return ["amd64", variant === "v1" ? "" : variant];
    case "aarch64":
    case "arm64": return ["arm64", canonicalArm64(variant)];
    case "armhf": return ["arm", "v7"];
    case "armel": return ["arm", "v6"];
    case "arm": return ["arm", variant === "" ? "v7" : /^[5-8]$/.test(variant) ? `v${variant}` : variant];
    default: return [arch, variant];
  }
}

function canonicalArm64(variant: string): string {
  if (["8", "v8", "v8.0"].includes(variant)) return "";
  return ["9", "9.0", "v9.0"].includes(variant) ? "v9" : variant;
}

/** As `parsePlatform` reads it, with the system's version and features: `linux(+erofs)/amd64`. */
export function formatWholePlatform(platform: Platform): string {
  const { "os.version": version = "", "os.features": features = [], os } = platform;
  if (os === "" || (version === "" && features.length === 0)) return formatPlatform(platform);
  return formatPlatform({ ...platform, os: `${os}(${version}${features.toSorted().map((feature) => `+${feature}`).join("")})` });
}

/** `linux/arm64/v8`; an empty os is `unknown`. */
export function formatPlatform(platform: Platform): string {
  if (platform.os === "") return "unknown";
  return [platform.os, platform.architecture, platform.variant ?? ""].filter((part) => part !== "").join("/");
}
