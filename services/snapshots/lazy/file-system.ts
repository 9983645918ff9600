import { setTimeout as delay } from "node:timers/promises";
import { messageOf } from "@stevedore/errors";
import {
  DOT, DOT_DOT, encodeAttributes, encodeDirectory, encodeEntry, encodeError, encodeFileReply, encodeInit, encodeNoEntry, encodeReply, encodeStatfs, encodeXattr, Errno, numberAt, Opcode, textOf,
  type Attributes, type DirectoryEntry, type Request,
} from "./fuse-messages.ts";
import type { ReadBytes } from "./chunk-reader.ts";
import type { LayerNode } from "./layer-tree.ts";
import type { OpenLayer, OpenLayers } from "./open-layers.ts";

/** Answers the kernel's requests about the mount whose directories are the lazy layers, by number. */
export interface FileSystem {
  /** The parts of the reply to send; undefined where the kernel wants none. `takesFiles`: it may name the file with the bytes. Never throws. */
  answer(request: Request, options: { takesFiles: boolean }): Promise<Buffer[] | undefined>;
  /** Resolves when nobody has read a file for a moment, or when that has not come about after a while. */
  quiet(): Promise<void>;
}

export interface ReadFailure {
  layer: string;
  path: string;
  error: string;
}

class Refused extends Error {
  readonly errno: number;
  constructor(errno: number) {
    super(`errno ${errno}`);
    this.errno = errno;
  }
}

const ROOT: Attributes = { mode: 0o040711, nlink: 2, uid: 0, gid: 0, size: 4096, mtime: 0, major: 0, minor: 0 };
/** Nodes of a layer begin here: the kernel has 1 for the root, and takes 0 for none. */
const FIRST = 1;
const QUIET_MS = 200;
const MAX_WAIT_MS = 10_000;

/** `onFailure` hears of every read that got EIO. */
export function createFileSystem({ layers, onFailure }: { layers: OpenLayers; onFailure: (failure: ReadFailure) => void }): FileSystem {
  const waiting = new Map<string, () => void>();
  let reading = 0;
  let lastRead = Number.NEGATIVE_INFINITY;

  const layerOf = async (id: number): Promise<OpenLayer> => {
    const layer = await layers.get(id);
    if (layer === undefined) throw new Refused(Errno.NOENT);
    return layer;
  };
  const nodeOf = async ({ layer: id, index }: Request): Promise<{ layer: OpenLayer; node: LayerNode; index: number }> => {
    const layer = await layerOf(id);
    const node = layer.tree.nodes[index - FIRST];
    if (node === undefined) throw new Refused(Errno.NOENT);
    return { layer, node, index: index - FIRST };
  };
  const lookup = async (request: Request): Promise<Buffer> => {
    const name = textOf(request.body);
    if (request.layer === 0) {
      if (!/^[1-9]\d*$/.test(name)) throw new Refused(Errno.NOENT);
      const layer = await layerOf(Number(name));
      return encodeEntry({ layer: Number(name), index: FIRST }, layer.tree.nodes[0] as LayerNode);
    }
    const { layer, node } = await nodeOf(request);
    if (node.children === undefined) throw new Refused(Errno.NOTDIR);
    const found = node.children.get(name);
    return found === undefined ? encodeNoEntry() : encodeEntry({ layer: request.layer, index: found + FIRST }, layer.tree.nodes[found] as LayerNode);
  };
  const readDirectory = async (request: Request, plus: boolean): Promise<Buffer> => {
    const bounds = { offset: numberAt(request.body, 8), size: request.body.readUInt32LE(16), plus };
    if (request.layer === 0) return encodeDirectory([DOT, DOT_DOT].map((name) => ({ name, id: { layer: 0, index: 1 }, attributes: ROOT })), bounds);
    const { layer, node, index } = await nodeOf(request);
    return encodeDirectory(entriesOf(layer, request.layer, { node, index }), bounds);
  };
  const read = async (request: Request, takesFiles: boolean): Promise<ReadBytes> => {
    const { layer, node, index } = await nodeOf(request);
    reading++;
    try {
      return await layer[takesFiles && !request.wantsBytes ? "read" : "readBytes"](index, numberAt(request.body, 8), request.body.readUInt32LE(16));
    } catch (error) {
      onFailure({ layer: layer.digest, path: node.path, error: messageOf(error) });
      throw new Refused(Errno.IO);
    } finally {
      reading--;
      lastRead = performance.now();
    }
  };
  const xattr = async (request: Request, valueOf: (node: LayerNode) => Buffer): Promise<Buffer> => {
    const value = request.layer === 0 ? undefined : valueOf((await nodeOf(request)).node);
    if (value === undefined) throw new Refused(Errno.NODATA);
    const encoded = encodeXattr(value, request.body.readUInt32LE(0));
    if (encoded === undefined) throw new Refused(Errno.RANGE);
    return encoded;
  };
  const perform = async (request: Request, takesFiles: boolean): Promise<Buffer | ReadBytes> => {
    switch (request.opcode) {
      case Opcode.init:
        return encodeInit(request.body);
      case Opcode.lookup:
        return lookup(request);
      case Opcode.getattr:
        return encodeAttributes(request, request.layer === 0 ? ROOT : (await nodeOf(request)).node);
      case Opcode.readlink:
        return Buffer.from((await nodeOf(request)).node.target);
      case Opcode.read:
        return read(request, takesFiles);
      case Opcode.readdir:
      case Opcode.readdirplus:
        return readDirectory(request, request.opcode === Opcode.readdirplus);
      case Opcode.statfs:
        return encodeStatfs();
      case Opcode.getxattr:
        return xattr(request, (node) => valueOf(node, textOf(request.body, 8)));
      case Opcode.listxattr:
        return xattr(request, ({ xattrs }) => Buffer.from([...xattrs.keys()].map((name) => `${name}\0`).join("")));
      case Opcode.destroy:
        return Buffer.alloc(0);
      default:
        // Of OPEN and OPENDIR too: the kernel then does without, for good.
        throw new Refused(Errno.NOSYS);
    }
  };
  return {
    async quiet() {
      const until = performance.now() + MAX_WAIT_MS;
      while (performance.now() < until && (reading > 0 || performance.now() - lastRead < QUIET_MS)) await delay(QUIET_MS / 4);
    },
    async answer(request, { takesFiles }) {
      if (request.opcode === Opcode.interrupt) {
        waiting.get(request.body.toString("hex", 0, 8))?.();
        return undefined;
      }
      const key = request.unique.toString("hex");
      const interrupted = new Promise<never>((_, reject) => waiting.set(key, () => reject(new Refused(Errno.INTR))));
      try {
        const body = await Promise.race([perform(request, takesFiles), interrupted]);
        if ("path" in body) return encodeFileReply(request.unique, body);
        return encodeReply(request.unique, Array.isArray(body) ? body : [body]);
      } catch (error) {
        if (!(error instanceof Refused)) onFailure({ layer: String(request.layer), path: "", error: messageOf(error) });
        return encodeError(request.unique, error instanceof Refused ? error.errno : Errno.IO);
      } finally {
        waiting.delete(key);
      }
    },
  };
}

function valueOf({ xattrs }: LayerNode, name: string): Buffer {
  const value = xattrs.get(name);
  if (value === undefined) throw new Refused(Errno.NODATA);
  return value;
}

// Made once for each directory: a large one is read in many pieces.
const listings = new WeakMap<LayerNode, DirectoryEntry[]>();

function entriesOf({ tree }: OpenLayer, layer: number, { node, index }: { node: LayerNode; index: number }): DirectoryEntry[] {
  if (node.children === undefined) throw new Refused(Errno.NOTDIR);
  const known = listings.get(node);
  if (known !== undefined) return known;
  const entry = (name: Buffer, at: number): DirectoryEntry => ({ name, id: { layer, index: at + FIRST }, attributes: tree.nodes[at] as LayerNode });
  const made = [entry(DOT, index), entry(DOT_DOT, node.parent), ...[...node.children].map(([name, at]) => entry(Buffer.from(name), at))];
  listings.set(node, made);
  return made;
}
