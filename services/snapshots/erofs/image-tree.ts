import { invalidArgument } from "@stevedore/errors";
import { countLink, type LinkCount } from "../apply/root-path.ts";
import { toText } from "../apply/byte-path.ts";
import { createNode, isWhiteout, makeOpaque, S_IFDIR, S_IFLNK, S_IFMT, type ImageNode } from "./image-node.ts";

/** The tree of a layer's image: only what the layer has itself. */
export interface ImageTree {
  readonly root: ImageNode;
  /** The directory of a clean name, symlinks followed within the tree; missing parts are made. @throws InvalidArgument where a part is something else */
  directory(name: string): ImageNode;
  /** Puts a node under a name. Two directories are merged, everything else is replaced; a directory in the place of a whiteout hides what is below. */
  put(directory: ImageNode, name: string, node: ImageNode): void;
  /** Directories that are there only for what is in them, with their clean names. */
  implied(): [name: string, node: ImageNode][];
}

const IMPLIED_MODE = 0o755;

export function createImageTree(): ImageTree {
  const root = createNode(S_IFDIR | IMPLIED_MODE);
  const implied = new Set<ImageNode>();
  // Most entries follow another of the same directory.
  let last: { name: string; node: ImageNode } | undefined;
  const walk = (name: string): ImageNode => {
    const path: ImageNode[] = [root];
    const links: LinkCount = { links: 0 };
    const parts = name.split("/").reverse();
    while (parts.length > 0) {
      const part = parts.pop()!;
      if (part === "" || part === ".") continue;
      if (part === "..") {
        if (path.length > 1) path.pop();
        continue;
      }
      const here = path.at(-1)!;
      const found = here.children!.get(part);
      if (found === undefined || isWhiteout(found)) {
        const made = imply(here, part, found);
        implied.add(made);
        path.push(made);
      }
      else if (found.children !== undefined) path.push(found);
      else if ((found.mode & S_IFMT) === S_IFLNK) {
        countLink(links, name);
        if (found.target.startsWith("/")) path.length = 1;
        parts.push(...found.target.split("/").reverse());
      } else throw invalidArgument(`${toText(name)}: ${JSON.stringify(toText(part))} is not a directory`);
    }
    return path.at(-1)!;
  };
  return {
    root,
    directory(name) {
      if (name === "") return root;
      if (last?.name !== name) last = { name, node: walk(name) };
      return last.node;
    },
    put(directory, name, node) {
      const old = directory.children!.get(name);
      if (old?.children !== undefined && node.children !== undefined) {
        const { children, xattrs } = old;
        implied.delete(old);
        Object.assign(old, node, { children, xattrs: new Map([...xattrs, ...node.xattrs]) });
        return;
      }
      // What was found through the old one is there no more.
      if (old !== undefined) last = undefined;
      if (old !== undefined && isWhiteout(old) && node.children !== undefined) makeOpaque(node);
      directory.children!.set(name, node);
    },
    implied: () => (implied.size === 0 ? [] : [...directoriesIn(root, "")].filter(([, node]) => implied.has(node))),
  };
}

function imply(parent: ImageNode, name: string, whiteout: ImageNode | undefined): ImageNode {
  const made = createNode(S_IFDIR | IMPLIED_MODE);
  if (whiteout !== undefined) makeOpaque(made);
  parent.children!.set(name, made);
  return made;
}

function* directoriesIn({ children }: ImageNode, prefix: string): Generator<[string, ImageNode]> {
  for (const [name, node] of children ?? []) {
    if (node.children === undefined) continue;
    yield [prefix + name, node];
    yield* directoriesIn(node, `${prefix}${name}/`);
  }
}
