// From Go's zero time, 1 January of year 1, to 1970.
const SECONDS_TO_1970 = 62_135_596_800n;

/** A time as Go's `time.Time.MarshalBinary` writes it; undefined for what is none. Zones don't matter to an instant. */
export function readGoTime(value: Buffer | undefined): { seconds: number; nanos: number } | undefined {
  const version = value?.[0];
  if (value === undefined || !((version === 1 && value.length === 15) || (version === 2 && value.length === 16))) return undefined;
  return { seconds: Number(value.readBigInt64BE(1) - SECONDS_TO_1970), nanos: value.readInt32BE(9) };
}

/** A number as Go's `binary.PutVarint` writes it (zigzag); undefined for what is none. */
export function readVarint(value: Buffer | undefined): number | undefined {
  let unsigned = 0n;
  for (const [index, byte] of (value ?? []).entries()) {
    if (index > 9) return undefined;
    unsigned |= BigInt(byte & 0x7f) << BigInt(7 * index);
    if (byte < 0x80) return Number(BigInt.asIntN(64, (unsigned >> 1n) ^ -(unsigned & 1n)));
  }
  return undefined;
}
