/** A file or directory of an archive; every one is written with time 0 and owner 0, so that equal images give equal archives. */
export interface TarRecord {
  /** Directories end with `/`. */
  name: string;
  size: number;
  /** Whether its owner may write it: documents, unlike blobs. */
  writable?: boolean;
  body: () => AsyncIterable<Uint8Array>;
}

const BLOCK = 512;
const ZEROS = Buffer.alloc(BLOCK * 2);

/** Writes a ustar stream of the records, in their order. */
export async function* writeTar(records: Iterable<TarRecord>): AsyncGenerator<Uint8Array> {
  for (const record of records) {
    yield headerOf(record);
    let written = 0;
    for await (const chunk of record.body()) {
      written += chunk.length;
      yield chunk;
    }
    if (written !== record.size) throw new Error(`${record.name}: ${written} bytes written, ${record.size} announced`);
    const rest = record.size % BLOCK;
    if (rest > 0) yield ZEROS.subarray(0, BLOCK - rest);
  }
  yield ZEROS;
}

// As Go writes it, to the byte.
function headerOf({ name, size, writable = false }: TarRecord): Buffer {
  const header = Buffer.alloc(BLOCK);
  const isDirectory = name.endsWith("/");
  if (name.length > 100) throw new Error(`${name}: too long for an archive's file name`);
  header.write(name, 0, "utf8");
  header.write(isDirectory ? "0000755\0" : writable ? "0000644\0" : "0000444\0", 100);
  header.write("0000000\0", 108);
  header.write("0000000\0", 116);
  writeSize(header, size);
  header.write("00000000000\0", 136);
  header.write("        ", 148);
  header.write(isDirectory ? "5" : "0", 156);
  header.write("ustar\u000000", 257, "latin1");
  for (const device of [329, 337]) header.write("0000000\0", device);
  let sum = 0;
  for (const byte of header) sum += byte;
  header.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148);
  return header;
}

// Octal holds 8 GiB; more is written in base 256, as GNU tar and Go do.
function writeSize(header: Buffer, size: number): void {
  if (size < 8 ** 11) {
    header.write(`${size.toString(8).padStart(11, "0")}\0`, 124);
    return;
  }
  header[124] = 0x80;
  header.writeBigUInt64BE(BigInt(size), 128);
}
