import type { TomlValue } from "smol-toml";
import { formatDuration, parseDuration } from "./duration.ts";
import type { HostConfig } from "./host-config.ts";
import type { ValueType } from "./value-type.ts";

/** One key of the configuration file. */
export interface Key {
  /** In the current version; `*` stands for any name, a last `**` for everything below. */
  readonly path: readonly string[];
  readonly type: ValueType;
  /** What it does, for the documentation and the comments of `config default`; for a key that isn't supported, why. */
  readonly doc: string;
  /** What it sets. Absent: the key is known, and not supported yet. */
  readonly field?: Field;
  /** Of a key that is not supported: values that ask for nothing that is missing, so no warning is due. */
  readonly inert?: readonly TomlValue[];
  /** Never worth a warning, though not supported. */
  readonly quiet?: true;
}

/** What a key sets in a host's configuration. */
export interface Field {
  get(config: HostConfig): TomlValue;
  set(config: HostConfig, value: TomlValue): void;
}

type Owner<T> = (config: HostConfig) => T;

/** A field that holds the value as it is written. */
export function plain<T>(owner: Owner<T>, name: keyof T): Field {
  return {
    get: (config) => owner(config)[name] as TomlValue,
    set: (config, value) => void (owner(config)[name] = value as T[keyof T]),
  };
}

/** A field that is absent where the file says `""`. */
export function optional<T>(owner: Owner<T>, name: keyof T): Field {
  return {
    get: (config) => (owner(config)[name] ?? "") as TomlValue,
    set: (config, value) => {
      if (value === "") delete owner(config)[name];
      else owner(config)[name] = value as T[keyof T];
    },
  };
}

/** A field that has its default where the file says `""`. */
export function orDefault<T>(owner: Owner<T>, name: keyof T, fallback: T[keyof T] & TomlValue): Field {
  return {
    get: (config) => owner(config)[name] as TomlValue,
    set: (config, value) => void (owner(config)[name] = (value === "" ? fallback : value) as T[keyof T]),
  };
}

/** A field in milliseconds, or in units of `unitMs`. */
export function duration<T>(owner: Owner<T>, name: keyof T, unitMs = 1): Field {
  return {
    get: (config) => formatDuration((owner(config)[name] as number) * unitMs),
    set: (config, value) => void (owner(config)[name] = (toMilliseconds(value) / unitMs) as T[keyof T]),
  };
}

const NANOSECONDS_PER_MS = 1e6;

function toMilliseconds(value: TomlValue): number {
  return typeof value === "number" ? value / NANOSECONDS_PER_MS : (parseDuration(value as string) ?? 0);
}

/** Path of a plugin's key. */
export function pluginPath(plugin: string, ...path: string[]): string[] {
  return ["plugins", `io.containerd.${plugin}`, ...path];
}
