import protobuf from "protobufjs/minimal.js";

// 64-bit fields are plain numbers everywhere: sizes, times and counters stay below 2^53, and protobufjs
// would otherwise give Long objects because its own dependency is installed.
protobuf.util.Long = undefined as never;
protobuf.configure();

// 2^64 is the one number beyond them that is meant: it stands for "no limit", which Go programs know as the largest uint64.
const { LongBits } = protobuf.util;
const { fromNumber } = LongBits;
LongBits.fromNumber = (value) => (value >= 2 ** 64 ? new LongBits(0xff_ff_ff_ff, 0xff_ff_ff_ff) : fromNumber(value));
