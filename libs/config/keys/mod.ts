import type { Key } from "../key.ts";
import { CRI_KEYS } from "./cri.ts";
import { DAEMON_KEYS } from "./daemon.ts";
import { PLUGIN_KEYS } from "./plugins.ts";
import { STEVEDORE_KEYS } from "./stevedore.ts";

/** Every key that is known: the one table behind loading, `config default`, and docs/config.md. */
export const KEYS: readonly Key[] = [...DAEMON_KEYS, ...PLUGIN_KEYS, ...STEVEDORE_KEYS, ...CRI_KEYS];
