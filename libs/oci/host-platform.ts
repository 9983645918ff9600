import { readFileSync } from "node:fs";
import { endianness } from "node:os";
import type { Platform } from "./descriptor.ts";

const ARCHITECTURES: Record<string, string> = { x64: "amd64", ia32: "386", mipsel: "mipsle", mips: "mips" };

/** This host as a platform, in Go's names. A variant is given on 32-bit arm only, as containerd does. */
export function hostPlatform(): Platform {
  const architecture = hostArchitecture();
  const os = process.platform === "win32" ? "windows" : process.platform;
  return architecture === "arm" ? { os, architecture, variant: armVariant() } : { os, architecture };
}

function hostArchitecture(): string {
  const arch: string = process.arch;
  if (arch === "ppc64") return endianness() === "LE" ? "ppc64le" : "ppc64";
  return ARCHITECTURES[arch] ?? arch;
}

function armVariant(): string {
  try {
    const version = /^CPU architecture\s*:\s*(\d+)/im.exec(readFileSync("/proc/cpuinfo", "utf8"))?.[1];
    return `v${Math.min(8, Number(version ?? 7))}`;
  } catch {
    return "v7";
  }
}
