import { containerd } from "@stevedore/api";
import { isError, notFound } from "@stevedore/errors";
import { type Descriptor, anyPlatform, filterByPlatform, filterForMetadata, Label, limitManifests, orderedMatcher } from "@stevedore/oci";
import { hasPrefix, IMAGE_NAME, REF_NAME } from "./archive/names.ts";
import { fromPlatform, toDescriptor } from "./convert.ts";
import type { Scope } from "./deps.ts";

type ImageStoreMessage = containerd.types.transfer.IImageStore;

/** Chooses which children of a document are fetched. */
export type ChildFilter = (parent: Descriptor, children: readonly Descriptor[]) => Descriptor[];

/** The filter that an `ImageStore` message describes: its platforms, all metadata or not, and how many manifests. */
export function childFilterOf(store: ImageStoreMessage): ChildFilter {
  const platforms = (store.platforms ?? []).map(fromPlatform);
  const matcher = platforms.length === 0 ? anyPlatform : orderedMatcher(platforms);
  const limit = store.manifestLimit ?? 0;
  return (parent, children) => {
    const kept = store.allMetadata === true ? filterForMetadata(parent, children, matcher) : filterByPlatform(children, matcher);
    if (limit === 0) return kept;
    const limited = limitManifests(parent, kept, { matcher, limit });
    const fits = limited.some(({ platform }) => platform === undefined || matcher.match(platform));
    if (limited !== kept && !fits && children.length > 0) throw notFound(`no match for platform in manifest ${parent.digest}`);
    return limited;
  };
}

export interface SavedImage {
  name: string;
  descriptor: Descriptor;
}

/** Saves an image under the names that an `ImageStore` message gives: created, or else wholly updated. @throws NotFound when it gives none */
export async function saveImages(scope: Scope, store: ImageStoreMessage, target: Descriptor): Promise<SavedImage[]> {
  const names = namesFor(store, target);
  if (names.length === 0) throw notFound("no image name found");
  return saveAs(scope, names, target);
}

/** Saves one of an archive's images under the names that its annotations give, if the message wants any of them. */
export async function saveArchived(scope: Scope, store: ImageStoreMessage, target: Descriptor): Promise<SavedImage[]> {
  return saveAs(scope, namesInArchive(store, target), target);
}

async function saveAs(scope: Scope, names: readonly ImageName[], target: Descriptor): Promise<SavedImage[]> {
  for (const { name, labels } of names) await save(scope, { name, labels, target: toDescriptor(target) });
  return names.map(({ name }) => ({ name, descriptor: target }));
}

async function save({ deps, call }: Scope, image: containerd.services.images.v1.IImage): Promise<void> {
  try {
    await deps.images.create({ image }, call);
  } catch (error) {
    if (!isError(error, "alreadyExists")) throw error;
    await deps.images.update({ image }, call);
  }
}

/** A name to save an image under, and the record's labels. */
export interface ImageName {
  name: string;
  labels: Record<string, string>;
}

/** The store's own name, and its further references, by digest where they say so; those that are prefixes name only archives' images. */
export function namesFor(store: ImageStoreMessage, { digest }: Descriptor): ImageName[] {
  const primary = store.name ?? "";
  const extra = (store.extraReferences ?? []).flatMap(({ name, isPrefix, addDigest }) => (addDigest === true ? [`${name ?? ""}@${digest}`] : isPrefix === true ? [] : [name ?? ""]));
  return [...(primary === "" ? [] : [{ name: primary, labels: store.labels ?? {} }]), ...furtherNames(store, extra)];
}

/** The names of one of an archive's images: its annotations', as far as they lie below a prefix, and the prefix with its digest. */
export function namesInArchive(store: ImageStoreMessage, { annotations = {}, digest }: Descriptor): ImageName[] {
  const names = (store.extraReferences ?? []).flatMap(({ name: prefix, isPrefix, allowOverwrite, addDigest, skipNamedDigest }) => {
    if (isPrefix !== true) return [];
    const name = annotatedName(annotations, { prefix: prefix ?? "", isFree: allowOverwrite === true });
    const wantsDigest = addDigest === true && !(skipNamedDigest === true && name !== undefined);
    return [...(name === undefined ? [] : [name]), ...(wantsDigest ? [`${prefix ?? ""}@${digest}`] : [])];
  });
  return furtherNames(store, names);
}

// Beside a first name, they live only as long as that one does.
function furtherNames({ name: primary = "", labels = {} }: ImageStoreMessage, names: readonly string[]): ImageName[] {
  const expire = new Date().toISOString().replace(/\.\d+/, "");
  const own = primary ? { ...labels, [Label.backRefImage]: primary, [Label.expire]: expire } : { ...labels };
  return [...new Set(names)].filter((name) => name !== "" && name !== primary).map((name) => ({ name, labels: own }));
}

// An archive's full name counts as it is, when it lies below the prefix (or need not); a mere tag gets the prefix in front.
function annotatedName(annotations: Record<string, string>, { prefix, isFree }: { prefix: string; isFree: boolean }): string | undefined {
  const full = annotations[IMAGE_NAME];
  const short = annotations[REF_NAME];
  if (prefix === "") return undefined;
  const accept = (name: string): string | undefined => (isFree || hasPrefix(name, prefix) ? name : undefined);
  if (full !== undefined) return /[/:@]/.test(full) ? accept(full) : undefined;
  if (short === undefined) return undefined;
  return /[/:@]/.test(short) ? accept(short) : `${prefix}:${short}`;
}
