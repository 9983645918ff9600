import { encodeHeader, paddingOf, TAR_END, TypeFlag } from "@stevedore/tar";

/** A file or directory of an archive; every one is written with time 0 and owner 0, so that equal images give equal archives. */
export interface ArchiveFile {
  /** Directories end with `/`. */
  name: string;
  size: number;
  /** Whether its owner may write it: documents, unlike blobs. */
  writable?: boolean;
  body: () => AsyncIterable<Uint8Array>;
}

/** Writes a tar stream of the files, in their order. */
export async function* writeTar(files: Iterable<ArchiveFile>): AsyncGenerator<Uint8Array> {
  for (const file of files) {
    yield headerOf(file);
    let written = 0;
    for await (const chunk of file.body()) {
      written += chunk.length;
      yield chunk;
    }
    if (written !== file.size) throw new Error(`${file.name}: ${written} bytes written, ${file.size} announced`);
    yield paddingOf(file.size);
  }
  yield TAR_END;
}

function headerOf({ name, size, writable = false }: ArchiveFile): Buffer {
  const isDirectory = name.endsWith("/");
  const mode = isDirectory ? 0o755 : writable ? 0o644 : 0o444;
  return encodeHeader({ name, size, mode, type: isDirectory ? TypeFlag.directory : TypeFlag.regular, linkName: "", uid: 0, gid: 0, mtime: 0, deviceMajor: 0, deviceMinor: 0, pax: {} });
}
