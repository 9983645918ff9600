import { dateOf, parseRfc3339 } from "@stevedore/api";

/** One thing that garbage collection knows: kind as in `stevedore.v1.Resource` (`content`, `snapshot/overlayfs`, …). */
export interface Ref {
  kind: string;
  key: string;
}

/** A reference, and the label that makes it. */
export interface LabelRef extends Ref {
  label: string;
}

/** A reference that holds only while its snapshot was used recently enough, or long enough ago. */
export interface ConditionalRef extends LabelRef {
  /** Asked with the age, in milliseconds, of the snapshot's last use. */
  holds(ageMs: number): boolean;
}

/** What the `containerd.io/gc.` labels of a resource say. */
export interface LabelRefs {
  /** The label that begins with `gc.root`: kept by itself. */
  root: string | undefined;
  /** `gc.ref.*`: what this resource keeps. */
  refs: LabelRef[];
  /** `gc.bref.*`: what keeps this resource. */
  backRefs: LabelRef[];
  /** `gc.cond.snapshot.*`: what this resource keeps under a condition. */
  conditional: ConditionalRef[];
  /** `gc.cond.value-usedat`: last use, in milliseconds since 1970. */
  usedAtMs: number | undefined;
}

type Labels = Readonly<Record<string, string>>;

const PREFIX = "containerd.io/gc.";
const EXPIRE = `${PREFIX}expire`;
const FLAT = `${PREFIX}flat`;
// `content` and `content.l.0` and `content/x` name content; the part behind is the label's own business.
const REF = /^(content|image|stream|mount)(?:[./]|$)/;
const BACK_REF = /^(content|image|container)(?:[./]|$)/;
const SNAPSHOT = /^snapshot\.([^/]*)/;
const CONDITION = /^([^<>=]*)([<>=])(.*)$/;

const NOTHING: LabelRefs = { root: undefined, refs: [], backRefs: [], conditional: [], usedAtMs: undefined };

/** Reads the labels of containerd's garbage collection (docs/garbage-collection.md there); others are passed over. */
export function parseGcLabels(labels: Labels | null | undefined): LabelRefs {
  let found: LabelRefs | undefined;
  for (const label in labels) {
    if (!label.startsWith(PREFIX)) continue;
    found ??= { ...NOTHING, refs: [], backRefs: [], conditional: [] };
    readLabel(found, label, labels[label]!);
  }
  return found ?? NOTHING;
}

function readLabel(found: LabelRefs, label: string, value: string): void {
  const name = label.slice(PREFIX.length);
  if (name.startsWith("root")) found.root = label;
  else if (name.startsWith("ref.")) found.refs.push(...parseRef(REF, { label, name: name.slice("ref.".length), key: value }));
  else if (name.startsWith("bref.")) found.backRefs.push(...parseRef(BACK_REF, { label, name: name.slice("bref.".length), key: value }));
  else if (name.startsWith("cond.snapshot")) found.conditional.push(...parseConditions(label, name.slice("cond.snapshot".length), value));
  else if (name.startsWith("cond.value-usedat")) found.usedAtMs = parseTime(value);
}

function parseRef(named: RegExp, { label, name, key }: { label: string; name: string; key: string }): LabelRef[] {
  const snapshotter = SNAPSHOT.exec(name)?.[1];
  if (snapshotter !== undefined) return [{ kind: `snapshot/${snapshotter}`, key, label }];
  const kind = named.exec(name)?.[1];
  return kind === undefined ? [] : [{ kind, key, label }];
}

// `usedat<48h,usedat>1m|KEY`: any of the conditions is enough.
function parseConditions(label: string, name: string, value: string): ConditionalRef[] {
  const bar = value.indexOf("|");
  if (bar < 0) return [];
  const snapshotter = name.replace(/^[./]+/, "").split("/")[0]!;
  const ref = { kind: `snapshot/${snapshotter}`, key: value.slice(bar + 1), label };
  return value
    .slice(0, bar)
    .split(",")
    .flatMap((condition) => {
      const [, subject, operator, limit] = CONDITION.exec(condition) ?? [];
      const limitMs = subject === "usedat" ? parseDuration(limit!) : undefined;
      if (limitMs === undefined || operator === "=") return [];
      return [{ ...ref, holds: (ageMs: number) => (operator === "<" ? ageMs < limitMs : ageMs > limitMs) }];
    });
}

/** True when `gc.expire` lies before `now` (milliseconds since 1970); a time that can't be read never comes. */
export function isExpired(labels: Labels | null | undefined, now: number): boolean {
  const at = expiryOf(labels);
  return at !== undefined && now > at;
}

/** The time of `gc.expire`, in milliseconds since 1970; undefined where there is none that can be read. */
export function expiryOf(labels: Labels | null | undefined): number | undefined {
  return parseTime(labels?.[EXPIRE] ?? "");
}

function parseTime(text: string): number | undefined {
  const time = parseRfc3339(text);
  return time === undefined ? undefined : dateOf(time).getTime();
}

/** True for a lease that keeps only what it names, not what that refers to. */
export function isFlat(labels: Labels | null | undefined): boolean {
  return labels?.[FLAT] !== undefined;
}

const UNIT_MS: Record<string, number> = { ns: 1e-6, us: 1e-3, "µs": 1e-3, "μs": 1e-3, ms: 1, s: 1000, m: 60_000, h: 3_600_000 };
const DURATION = /^[+-]?(?:(?:\d+\.?\d*|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+$/;
const DURATION_PART = /(\d+\.?\d*|\.\d+)(ns|us|µs|μs|ms|s|m|h)/g;

/** Go's notation: `1h30m`, `250ms`. */
function parseDuration(text: string): number | undefined {
  if (/^[+-]?0$/.test(text)) return 0;
  if (!DURATION.test(text)) return undefined;
  let ms = 0;
  for (const [, amount, unit] of text.matchAll(DURATION_PART)) ms += Number(amount) * UNIT_MS[unit!]!;
  return text.startsWith("-") ? -ms : ms;
}
