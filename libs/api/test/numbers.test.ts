import { expect, test } from "vitest";
import { io } from "../mod.ts";

test("no limit is the largest uint64 on the wire, and 2^64 here", () => {
  const { PidsStat } = io.containerd.cgroups.v2;
  const bytes = PidsStat.encode({ current: 2 ** 53 - 1, limit: 2 ** 64 }).finish();
  expect(Buffer.from(bytes).toString("hex")).toBe("08ffffffffffffff0f10ffffffffffffffffff01");
  expect(PidsStat.decode(bytes)).toMatchObject({ current: 2 ** 53 - 1, limit: 2 ** 64 });
});
