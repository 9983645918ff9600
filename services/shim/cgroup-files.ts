import { readFileSync, readdirSync } from "node:fs";
import path from "node:path";

/** "No limit", the kernel's `max`: on the wire the largest uint64, as containerd's. */
const NO_LIMIT = 2 ** 64;

/** Readers of the files of one cgroup directory; a file that is not there reads as nothing. */
export interface CgroupFiles {
  text(name: string): string | undefined;
  /** A file with one number; `max` is `NO_LIMIT`. */
  number(name: string): number | undefined;
  /** A file of lines `key value`. */
  table(name: string): Record<string, number>;
  names(): string[];
}

export function cgroupFiles(directory: string | undefined): CgroupFiles {
  const text = (name: string): string | undefined => {
    if (directory === undefined) return undefined;
    try {
      return readFileSync(path.join(directory, name), "utf8").trim();
    } catch {
      return undefined;
    }
  };
  return {
    text,
    number: (name) => parseNumber(text(name)),
    table: (name) => parseTable(text(name) ?? ""),
    names() {
      try {
        return directory === undefined ? [] : readdirSync(directory);
      } catch {
        return [];
      }
    },
  };
}

export function parseNumber(value: string | undefined): number | undefined {
  if (value === undefined || value === "") return undefined;
  if (value === "max") return NO_LIMIT;
  const number = Number(value);
  return Number.isNaN(number) ? undefined : number;
}

export function parseTable(text: string): Record<string, number> {
  const table: Record<string, number> = {};
  for (const line of text.split("\n")) {
    const [key, value] = line.split(/[\s=]+/);
    const number = parseNumber(value);
    if (key && number !== undefined) table[key] = number;
  }
  return table;
}

/** `DEVICE key=value key=value` lines, as rdma.current and io.stat have them. */
export function parseKeyedLines(text: string | undefined): { name: string; values: Record<string, number> }[] {
  return (text ?? "")
    .split("\n")
    .filter(Boolean)
    .map((line) => {
      const [name = "", ...pairs] = line.split(/\s+/);
      return { name, values: parseTable(pairs.join("\n")) };
    });
}

/** Handles and objects of RDMA devices, as both hierarchies' files count them. */
export function readRdma(files: CgroupFiles, name: string): { device: string; hcaHandles: number | undefined; hcaObjects: number | undefined }[] {
  return parseKeyedLines(files.text(name)).map(({ name: device, values }) => ({ device, hcaHandles: values["hca_handle"], hcaObjects: values["hca_object"] }));
}

/** Sizes of huge pages that a cgroup counts (`2MB`, `1GB`), from the names of its files. */
export function hugePageSizes(files: CgroupFiles, suffix: string): string[] {
  return files.names().flatMap((name) => {
    const size = name.startsWith("hugetlb.") && name.endsWith(suffix) ? name.slice("hugetlb.".length, -suffix.length) : "";
    return /^[0-9]+[KMG]B$/.test(size) ? [size] : [];
  });
}
