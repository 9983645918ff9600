import { invalidArgument } from "@stevedore/errors";

/** A number of a tar header: octal, or base 256 where the top bit is set (GNU). @throws InvalidArgument */
export function numberAt(header: Buffer, offset: number, length: number): number {
  const first = header[offset] as number;
  if ((first & 0x80) !== 0) {
    // The first byte's second bit is the sign.
    let value = BigInt((first & 0x7f) - ((first & 0x40) << 1));
    for (const byte of header.subarray(offset + 1, offset + length)) value = (value << 8n) | BigInt(byte);
    return checked(Number(value));
  }
  const digits = textAt(header, offset, length).trim();
  return checked(digits === "" ? 0 : Number.parseInt(digits, 8));
}

function checked(value: number): number {
  if (!Number.isSafeInteger(value)) throw invalidArgument("tar: invalid number in header");
  return value;
}

/** A text of a tar header: up to its first zero byte. */
export function textAt(header: Buffer, offset: number, length: number): string {
  return textOf(header.subarray(offset, offset + length));
}

export function textOf(bytes: Buffer): string {
  const end = bytes.indexOf(0);
  return bytes.toString("utf8", 0, end === -1 ? bytes.length : end);
}

/** The header of a regular file, of nobody and no time. */
export function fileHeader(name: string, size: number): Buffer {
  const header = Buffer.alloc(512);
  header.write(name, 0, "utf8");
  for (const at of [100, 108, 116]) header.write("0000000\0", at);
  header.write(`${size.toString(8).padStart(11, "0")}\0`, 124);
  header.write("00000000000\0", 136);
  header.write("        ", 148);
  header.write("0", 156);
  header.write("ustar\u000000", 257, "latin1");
  let sum = 0;
  for (const byte of header) sum += byte;
  header.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148);
  return header;
}

/** PAX records: `LENGTH KEY=VALUE\n`, values as bytes. @throws InvalidArgument */
export function paxRecords(data: Buffer): Map<string, Buffer> {
  const records = new Map<string, Buffer>();
  for (let offset = 0; offset < data.length; ) {
    const space = data.indexOf(32, offset);
    const length = space === -1 ? Number.NaN : Number(data.toString("latin1", offset, space));
    const equals = data.indexOf(61, space);
    if (!Number.isSafeInteger(length) || equals === -1 || offset + length > data.length || equals >= offset + length) throw invalidArgument("tar: invalid extended header");
    records.set(data.toString("utf8", space + 1, equals), data.subarray(equals + 1, offset + length - 1));
    offset += length;
  }
  return records;
}
