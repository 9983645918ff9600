import { latin1 } from "./latin1.ts";
// Length in bits of each symbol's code, 256 being the end of string (RFC 7541, appendix B). The code is canonical: lengths are all there is to it.
// oxfmt-ignore
const CODE_LENGTHS = [
  13, 23, 28, 28, 28, 28, 28, 28, 28, 24, 30, 28, 28, 30, 28, 28, 28, 28, 28, 28, 28, 28, 30, 28, 28, 28, 28, 28, 28, 28, 28, 28,
  6, 10, 10, 12, 13, 6, 8, 11, 10, 10, 8, 11, 8, 6, 6, 6, 5, 5, 5, 6, 6, 6, 6, 6, 6, 6, 7, 8, 15, 6, 12, 10,
  13, 6, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 8, 7, 8, 13, 19, 13, 14, 6,
  15, 5, 6, 5, 6, 5, 6, 6, 6, 5, 7, 7, 6, 6, 6, 5, 6, 7, 6, 5, 5, 6, 7, 7, 7, 7, 7, 15, 11, 14, 13, 28,
  20, 22, 20, 20, 22, 22, 22, 23, 22, 23, 23, 23, 23, 23, 24, 23, 24, 24, 22, 23, 24, 23, 23, 23, 23, 21, 22, 23, 22, 23, 23, 24,
  22, 21, 20, 22, 22, 23, 23, 21, 23, 22, 22, 24, 21, 22, 23, 23, 21, 21, 22, 21, 23, 22, 23, 23, 20, 22, 22, 22, 23, 22, 22, 23,
  26, 26, 20, 19, 22, 23, 22, 25, 26, 26, 26, 27, 27, 26, 24, 25, 19, 21, 26, 27, 27, 26, 27, 24, 21, 21, 26, 26, 28, 27, 27, 27,
  20, 24, 20, 21, 22, 21, 21, 23, 22, 22, 25, 25, 24, 24, 26, 23, 26, 27, 26, 26, 27, 27, 27, 27, 27, 28, 27, 27, 27, 27, 27, 26,
  30,
];

const END_OF_STRING = 256;
const SYMBOL_SHIFT = 16;
const EMITS = 1 << 8;
const FAILS = 1 << 9;

interface Tables {
  /** By state (8 bits) and the next 4 bits of input: the next state, what is emitted, whether the code is broken. */
  steps: Uint32Array;
  /** States in which a string may end: nothing but a few ones of padding since the last symbol. */
  accepts: Uint8Array;
}

let tables: Tables | undefined;

/** Decodes a Huffman-coded string of HPACK. @returns undefined where it is malformed */
export function decodeHuffman(bytes: Uint8Array): string | undefined {
  const { steps, accepts } = (tables ??= buildTables());
  const decoded = Buffer.allocUnsafe(bytes.length * 2);
  let length = 0;
  let state = 0;
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i]!;
    for (let shift = 4; shift >= 0; shift -= 4) {
      const step = steps[(state << 4) | ((byte >> shift) & 15)]!;
      if ((step & FAILS) !== 0) return undefined;
      if ((step & EMITS) !== 0) decoded[length++] = step >> SYMBOL_SHIFT;
      state = step & 0xff;
    }
  }
  return accepts[state] === 1 ? latin1(decoded, 0, length) : undefined;
}

type Node = { id: number; children: (Node | number | undefined)[] };

function buildTables(): Tables {
  const nodes = buildTree();
  const steps = new Uint32Array(nodes.length << 4);
  for (const node of nodes) for (let bits = 0; bits < 16; bits++) steps[(node.id << 4) | bits] = walk(nodes[0]!, node, bits);
  const accepts = new Uint8Array(nodes.length);
  // Up to 7 ones are padding.
  for (let node: Node | number | undefined = nodes[0], depth = 0; typeof node === "object" && depth < 8; node = node.children[1], depth++) accepts[node.id] = 1;
  return { steps, accepts };
}

function buildTree(): Node[] {
  const nodes: Node[] = [{ id: 0, children: [] }];
  const symbols = CODE_LENGTHS.map((length, symbol) => ({ length, symbol })).toSorted((a, b) => a.length - b.length || a.symbol - b.symbol);
  let code = 0;
  let previous = symbols[0]!.length;
  for (const { length, symbol } of symbols) {
    code <<= length - previous;
    previous = length;
    let node = nodes[0]!;
    for (let bit = length - 1; bit > 0; bit--) {
      const next = (node.children[(code >> bit) & 1] ??= { id: -1, children: [] }) as Node;
      if (next.id < 0) next.id = nodes.push(next) - 1;
      node = next;
    }
    node.children[code & 1] = symbol;
    code += 1;
  }
  return nodes;
}

// No code is shorter than 5 bits, so 4 bits end one symbol at most.
function walk(root: Node, from: Node, bits: number): number {
  let node = from;
  let emitted = 0;
  for (let bit = 3; bit >= 0; bit--) {
    const next = node.children[(bits >> bit) & 1];
    if (next === undefined || next === END_OF_STRING) return FAILS;
    if (typeof next === "number") emitted = EMITS | (next << SYMBOL_SHIFT);
    node = typeof next === "number" ? root : next;
  }
  return node.id | emitted;
}
