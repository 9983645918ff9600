const NOT_ASCII = /[^\0-\x7f]/;

/** A byte string (each char a byte) read as UTF-8: for messages, and for whoever wants names as text. */
export function toText(bytes: string): string {
  return NOT_ASCII.test(bytes) ? Buffer.from(bytes, "latin1").toString() : bytes;
}
