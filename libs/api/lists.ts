import protobuf from "protobufjs/minimal.js";

const LENGTH_DELIMITED = 2;

/** A message whose only field is repeated, from its elements' bytes: what is stored encoded need not be decoded to be listed. */
export function encodeList(field: number, elements: Iterable<Uint8Array>): Uint8Array {
  const writer = protobuf.Writer.create();
  for (const element of elements) writer.uint32((field << 3) | LENGTH_DELIMITED).bytes(element);
  return writer.finish();
}
