import { failedPrecondition } from "@stevedore/errors";
import { cleanName, TOC_NAME, type TocFile } from "@stevedore/estargz";
import { S_IFBLK, S_IFCHR, S_IFIFO } from "@stevedore/linux";
import type { Attributes } from "./fuse-messages.ts";

/** One file of a layer as it is shown; names that are links to each other share it. */
export interface LayerNode extends Attributes {
  /** The first name that it has, in the layer. */
  path: string;
  children: Map<string, number> | undefined;
  /** The directory that it is in. */
  parent: number;
  /** A symlink's text. */
  target: string;
  xattrs: Map<string, Buffer>;
  /** The chunks of a regular file. */
  file: TocFile | undefined;
  /** No entry of the layer is about it: it is there because of what it holds. */
  isImplied: boolean;
}

/** What a layer shows, as overlayfs takes it: numbered for ever in the order of its table of contents, the root is 0. */
export interface LayerTree {
  nodes: readonly LayerNode[];
  /** The table of contents is a file of the layer too. */
  tocNode: number;
}

export interface TreeOptions {
  /** Length of the table of contents, which is a file of the layer without an entry. */
  tocSize: number;
  /** Seconds: the times of directories that have no entry. */
  madeAt: number;
  /** The attribute by which overlayfs knows that a directory hides those below. */
  opaqueXattr?: string;
  /** Of a directory without an entry: what the layers below say of it. */
  below?: (path: string) => Pick<LayerNode, "mode" | "uid" | "gid"> & { xattrs: Map<string, Buffer> } | undefined;
}

const S_IFDIR = 0o040000;
const S_IFREG = 0o100000;
const S_IFLNK = 0o120000;
const WHITEOUT = ".wh.";
const OPAQUE = ".wh..wh..opq";

/**
 * The tree that unpacking a layer as an overlay's directory would make.
 * @throws FailedPrecondition for what can't be told from a table of contents alone: it has to be unpacked
 */
export function buildTree(files: Iterable<TocFile>, { tocSize, madeAt, opaqueXattr = "trusted.overlay.opaque", below }: TreeOptions): LayerTree {
  const nodes: LayerNode[] = [];
  const whiteouts: TocFile[] = [];
  const plain = { nlink: 1, uid: 0, gid: 0, size: 0, mtime: madeAt, major: 0, minor: 0, target: "", file: undefined, isImplied: false };

  const add = (path: string, parent: number, given: Partial<LayerNode> & { mode: number }): number => {
    const isDirectory = (given.mode & 0o170000) === S_IFDIR;
    nodes.push({ ...plain, xattrs: new Map(), ...given, path, parent, children: isDirectory ? new Map() : undefined, ...(isDirectory ? { size: 4096, nlink: 2 } : {}) });
    return nodes.length - 1;
  };
  const imply = (path: string, parent: number): number => {
    const known = below?.(path);
    return add(path, parent, { isImplied: true, mode: S_IFDIR | ((known?.mode ?? 0o755) & 0o7777), uid: known?.uid ?? 0, gid: known?.gid ?? 0, ...(known === undefined ? {} : { xattrs: known.xattrs }) });
  };
  const nodeAt = (index: number): LayerNode => nodes[index] as LayerNode;
  const enter = (path: string): number => {
    if (path === "") return 0;
    const { directory, base } = split(path);
    const parent = enter(directory);
    const siblings = nodeAt(parent).children as Map<string, number>;
    const known = siblings.get(base);
    if (known !== undefined && nodeAt(known).children === undefined) throw failedPrecondition(`${JSON.stringify(path)} is no directory, and has files in it`);
    if (known !== undefined) return known;
    const made = imply(path, parent);
    nodeAt(parent).nlink++;
    siblings.set(base, made);
    return made;
  };
  const find = (path: string): number | undefined => {
    let at: number | undefined = 0;
    for (const base of path.split("/")) at = at === undefined ? undefined : nodeAt(at).children?.get(base);
    return at;
  };
  const put = (file: TocFile): void => {
    const { directory, base } = split(file.name);
    const parent = enter(directory);
    const siblings = nodeAt(parent).children as Map<string, number>;
    const known = siblings.get(base);
    if (file.type === "hardlink") {
      const target = find(cleanName(file.entry.linkName ?? ""));
      if (target === undefined || nodeAt(target).children !== undefined) throw failedPrecondition(`${JSON.stringify(file.name)} is a link to ${JSON.stringify(file.entry.linkName ?? "")}, which is no file of the layer`);
      // The last header that speaks of a file counts, as when it is unpacked.
      const { mode, uid, gid, mtime } = attributesOf(file);
      Object.assign(nodeAt(target), { mode: (nodeAt(target).mode & 0o170000) | (mode & 0o7777), uid, gid, mtime, nlink: nodeAt(target).nlink + 1 });
      siblings.set(base, target);
      return;
    }
    const given = attributesOf(file);
    const old = known === undefined ? undefined : nodeAt(known);
    if (old?.children !== undefined && file.type === "dir") Object.assign(old, { ...given, size: 4096, isImplied: false });
    else {
      if (old !== undefined) throw failedPrecondition(`${JSON.stringify(file.name)} is there twice, as two kinds of files`);
      if (file.type === "dir") nodeAt(parent).nlink++;
      siblings.set(base, add(file.name, parent, given));
    }
  };

  imply("", 0);
  for (const file of files) {
    // A name that is no text is not to be read from a document that is.
    if (file.name.includes("\uFFFD") || (file.entry.linkName ?? "").includes("\uFFFD")) throw failedPrecondition(`${JSON.stringify(file.name)}: the name is no UTF-8`);
    if (file.name === "") Object.assign(nodeAt(0), { ...attributesOf(file), size: 4096, isImplied: false });
    else if (split(file.name).base.startsWith(WHITEOUT)) whiteouts.push(file);
    else put(file);
  }
  for (const { name, entry } of whiteouts) {
    const { directory, base } = split(name);
    const parent = enter(directory);
    if (base === OPAQUE) nodeAt(parent).xattrs.set(opaqueXattr, Buffer.from("y"));
    else markDeleted(base.slice(WHITEOUT.length), { parent, uid: entry.uid ?? 0, gid: entry.gid ?? 0 });
  }
  // It comes last in the tar, with a header of nobody and no time.
  const tocNode = add(TOC_NAME, 0, { mode: S_IFREG, size: tocSize, mtime: 0 });
  nodeAt(0).children?.set(TOC_NAME, tocNode);
  return { nodes, tocNode };

  function markDeleted(base: string, { parent, uid, gid }: { parent: number; uid: number; gid: number }): void {
    if (base === "" || base === "." || base === "..") throw failedPrecondition(`invalid whiteout name: ${WHITEOUT}${base}`);
    const { path, children } = nodeAt(parent);
    // What this layer itself has put there stays: a whiteout means the layers below.
    if (children?.has(base) === true) return;
    children?.set(base, add(path === "" ? base : `${path}/${base}`, parent, { mode: S_IFCHR, uid, gid }));
  }
}

function split(path: string): { directory: string; base: string } {
  const slash = path.lastIndexOf("/");
  return slash === -1 ? { directory: "", base: path } : { directory: path.slice(0, slash), base: path.slice(slash + 1) };
}

const KINDS = { dir: S_IFDIR, reg: S_IFREG, symlink: S_IFLNK, hardlink: S_IFREG, char: S_IFCHR, block: S_IFBLK, fifo: S_IFIFO } as const;

function attributesOf(file: TocFile): Partial<LayerNode> & { mode: number } {
  const { entry, type } = file;
  const kind = KINDS[type];
  if (kind === undefined) throw failedPrecondition(`${JSON.stringify(file.name)} is of type ${JSON.stringify(type)}`);
  const target = type === "symlink" ? (entry.linkName ?? "") : "";
  return {
    // A symlink's mode is nobody's choice.
    mode: kind | (type === "symlink" ? 0o777 : (entry.mode ?? 0) & 0o7777),
    uid: entry.uid ?? 0,
    gid: entry.gid ?? 0,
    mtime: entry.modtime === undefined || entry.modtime === "" ? 0 : Math.round(Date.parse(entry.modtime) / 1000),
    size: type === "reg" ? (entry.size ?? 0) : Buffer.byteLength(target),
    major: entry.devMajor ?? 0,
    minor: entry.devMinor ?? 0,
    target,
    xattrs: new Map(Object.entries(entry.xattrs ?? {}).map(([name, value]) => [name, Buffer.from(value, "base64")])),
    file: type === "reg" ? file : undefined,
  };
}
