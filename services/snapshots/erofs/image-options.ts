import { invalidArgument } from "@stevedore/errors";
import { IMAGE_BLOCK } from "./image-file.ts";

/** What can be said of an image that is written here. */
export interface ImageOptions {
  blockBytes: number;
  /** Hex digits, with or without dashes; "": none. */
  uuid: string;
  /** The volume's name; at most 16 bytes. */
  label: string;
  /** The time of all files; undefined: each has its own. */
  seconds: number | undefined;
  /** Of all files, instead of their own. */
  owner: { uid?: number; gid?: number } | undefined;
  withXattrs: boolean;
}

export const IMAGE_DEFAULTS: ImageOptions = { blockBytes: IMAGE_BLOCK, uuid: "", label: "", seconds: undefined, owner: undefined, withXattrs: true };

/** How layers become images. `program`: the first option that only mkfs.erofs itself understands; it gets all of them. */
export interface LayerFormat {
  image: ImageOptions;
  tarIndex: boolean;
  program?: { option: string; options: readonly string[] };
}

export const PLAIN_FORMAT: LayerFormat = { image: IMAGE_DEFAULTS, tarIndex: false };

/** A format with a UUID, whatever the options say: overlayfs tells layers' file systems apart by theirs. */
export function withUuid({ image, program, ...rest }: LayerFormat, uuid: string): LayerFormat {
  return { ...rest, image: { ...image, uuid }, ...(program !== undefined && { program: { ...program, options: [...program.options, "-U", uuid] } }) };
}

type Take = (parsed: Parsed, value: string) => void;

interface Parsed {
  image: ImageOptions;
  /** `-T` is for the image's own time alone. */
  mkfsTime: boolean;
}

const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;
const BLOCKS = [512, 1024, 2048, 4096];
// What an image that is written here is anyway.
const EXTENDED = new Set(["noinline_data", "^inline_data", "force-inode-extended", "nosbcrc", "^sb_csum", "^dot-omitted"]);

const whole = (option: string, value: string): number => {
  if (!/^\d+$/.test(value)) throw invalidArgument(`mkfs_options: ${option} takes a number, not ${JSON.stringify(value)}`);
  return Number(value);
};
const nothing: Take = () => undefined;

/** Options of mkfs.erofs with a value: behind the letter or in the next word; long ones behind `=`. */
const WITH_VALUE: Record<string, Take> = {
  "-b": ({ image }, value) => {
    if (!BLOCKS.includes(Number(value))) throw invalidArgument(`mkfs_options: -b${value} is no block size`, { hint: BLOCKS.join(", ") });
    image.blockBytes = Number(value);
  },
  "-d": nothing,
  "-x": ({ image }, value) => void (image.withXattrs = !value.startsWith("-")),
  "-L": ({ image }, value) => {
    if (Buffer.byteLength(value) > 16) throw invalidArgument(`mkfs_options: the label ${JSON.stringify(value)} is longer than 16 bytes`);
    image.label = value;
  },
  "-T": ({ image }, value) => void (image.seconds = value === "-1" ? undefined : whole("-T", value)),
  "-U": ({ image }, value) => {
    if (value !== "clear" && !UUID.test(value)) throw invalidArgument(`mkfs_options: -U${value} is no UUID`);
    image.uuid = value === "clear" ? "" : value;
  },
  // Contents are in the archive's order.
  "--sort": nothing,
  // Of compression.
  "--workers": nothing,
  "--force-uid": ({ image }, value) => void (image.owner = { ...image.owner, uid: whole("--force-uid", value) }),
  "--force-gid": ({ image }, value) => void (image.owner = { ...image.owner, gid: whole("--force-gid", value) }),
};

const WITHOUT_VALUE: Record<string, Take> = {
  "--quiet": nothing,
  "--aufs": nothing,
  "--preserve-mtime": nothing,
  "--tar=f": nothing,
  "--mkfs-time": (parsed) => void (parsed.mkfsTime = true),
  "--all-time": (parsed) => void (parsed.mkfsTime = false),
  "--all-root": ({ image }) => void (image.owner = { uid: 0, gid: 0 }),
};

/**
 * What the differ's `mkfs_options` ask for. What can be written here is; anything else is for mkfs.erofs.
 * @throws InvalidArgument for a bad value, and for what contradicts an index
 */
export function parseFormat({ mkfsOptions, enableTarIndex: tarIndex }: { mkfsOptions: readonly string[]; enableTarIndex: boolean }): LayerFormat {
  const parsed: Parsed = { image: { ...IMAGE_DEFAULTS, ...(tarIndex && { blockBytes: 512 }) }, mkfsTime: false };
  const words = [...mkfsOptions];
  let foreign: string | undefined;
  for (let word = words.shift(); word !== undefined; word = words.shift()) {
    const known = takeOption(parsed, word, words);
    if (!known) foreign ??= word;
  }
  if (parsed.mkfsTime) parsed.image.seconds = undefined;
  if (tarIndex && foreign !== undefined) throw invalidArgument(`mkfs_options: ${foreign} is not for an index of the archive`, { hint: "leave it out, or enable_tar_index" });
  if (tarIndex && parsed.image.blockBytes !== 512) throw invalidArgument(`mkfs_options: an index of an archive has blocks of 512 bytes, not ${parsed.image.blockBytes}`, { hint: "leave out -b, or enable_tar_index" });
  return { image: parsed.image, tarIndex, ...(foreign !== undefined && { program: { option: foreign, options: mkfsOptions } }) };
}

function takeOption(parsed: Parsed, word: string, rest: string[]): boolean {
  const [, long, longValue] = /^(--[\w-]+)=(.*)$/s.exec(word) ?? [];
  const flag = WITHOUT_VALUE[word];
  if (flag !== undefined) return flag(parsed, ""), true;
  if (long !== undefined) return WITH_VALUE[long] !== undefined && (WITH_VALUE[long](parsed, longValue!), true);
  const letter = word.slice(0, 2);
  if (letter === "-E") return (word.slice(2) || (rest.shift() ?? "")).split(",").every((name) => EXTENDED.has(name));
  const take = WITH_VALUE[letter.startsWith("--") ? word : letter];
  if (take === undefined) return false;
  const value = letter.startsWith("--") ? rest.shift() : word.slice(2) || rest.shift();
  if (value === undefined) throw invalidArgument(`mkfs_options: ${word} lacks its value`);
  take(parsed, value);
  return true;
}
