import { unknownError } from "@stevedore/errors";
import type { Mount } from "@stevedore/linux";
import type { ActiveMount } from "./activation.ts";

const ACTION = /\{\{(?:- )?\s*(.*?)\s*(?: -)?\}\}/gs;
const CALL = /^([a-z]+)((?:\s+[+-]?\d+)*)$/;

/**
 * Fills a mount's `{{ mount 0 }}`, `{{ source 0 }}`, `{{ target 0 }}` and `{{ overlay 0 2 }}` from the mounts before it. Of Go's
 * templates there is what snapshotters write: these calls with whole numbers, and `{{-`, `-}}`.
 * @throws Unknown, as containerd's templates do
 */
export function formatMount(mount: Mount, active: readonly ActiveMount[]): Mount {
  const fill = (text: string): string => (text.includes("{{") ? formatText(text, active) : text);
  return { ...mount, source: fill(mount.source), target: fill(mount.target ?? ""), options: mount.options.map(fill) };
}

function formatText(text: string, active: readonly ActiveMount[]): string {
  const trimmed = text.replace(/\s*\{\{- /g, "{{").replace(/ -\}\}\s*/g, "}}");
  const filled = trimmed.replace(ACTION, (_, action: string) => evaluate(action, text, active));
  if (trimmed.replace(ACTION, "").includes("{{")) throw unknownError(`mount option ${JSON.stringify(text)}: unclosed action`);
  return filled;
}

function evaluate(action: string, text: string, active: readonly ActiveMount[]): string {
  const [, name = "", rest = ""] = CALL.exec(action) ?? [];
  const numbers = rest.trim() === "" ? [] : rest.trim().split(/\s+/).map(Number);
  const at = (index: number): ActiveMount => {
    const found = active[index];
    if (found === undefined) throw unknownError(`mount option ${JSON.stringify(text)}: index out of bounds: ${index}, has ${active.length} active mounts`);
    return found;
  };
  const [first = 0, last = 0] = numbers;
  if (name === "overlay" && numbers.length === 2) return range(first, last).map((index) => at(index).mountPoint).join(":");
  if (numbers.length === 1 && name === "mount") return at(first).mountPoint;
  if (numbers.length === 1 && name === "source") return at(first).mount.source;
  if (numbers.length === 1 && name === "target") return at(first).mount.target ?? "";
  const hint = "there are `mount N`, `source N`, `target N` and `overlay FIRST LAST`";
  throw unknownError(`mount option ${JSON.stringify(text)}: ${JSON.stringify(action)} is not understood`, { hint });
}

// Either way round: the nearest layer comes first.
function range(first: number, last: number): number[] {
  const step = first > last ? -1 : 1;
  return Array.from({ length: Math.min(Math.abs(last - first), 65_536) + 1 }, (_, index) => first + index * step);
}
