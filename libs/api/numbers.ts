import protobuf from "protobufjs/minimal.js";

// 64-bit fields are plain numbers everywhere: sizes, times and counters stay below 2^53, and protobufjs
// would otherwise give Long objects because its own dependency is installed.
protobuf.util.Long = undefined as never;
protobuf.configure();
