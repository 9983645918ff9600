import { chmod, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { busyboxImage, newestContainerd, pushLayout, startPair, tempDir, type Pair, type Side, type TempDir } from "../kit/mod.ts";
import { expectNothing, outcomeOf, removeImages, samePull, type Outcome } from "./pulls.ts";

let stack: AsyncDisposableStack;
let dir: TempDir;
let pair: Pair;
let isNewest: boolean;
let reference: string;
const UNKNOWN = 2;

beforeAll(async () => {
  stack = new AsyncDisposableStack();
  dir = stack.use(await tempDir("verifiers"));
  await mkdir(join(dir.path, "asked"));
  const newest = await newestContainerd();
  isNewest = !("skip" in newest);
  const bothConfig = `[plugins."io.containerd.image-verifier.v1.bindir"]\n  bin_dir = "${join(dir.path, "bin")}"\n  max_verifiers = 2\n  per_verifier_timeout = "3s"\n`;
  pair = stack.use(await startPair({ bothConfig, ...("skip" in newest ? {} : { stockBinary: newest.path }) }));
  reference = await pushLayout(pair.registry, await busyboxImage(), "verified");
}, 120_000);

afterEach(async () => {
  await rm(join(dir.path, "bin"), { recursive: true, force: true });
  await removeImages(pair);
  await expectNothing(pair.ours);
});
afterAll(() => stack?.disposeAsync());

/** Puts verifiers into the directory, as shell scripts. */
async function install(scripts: Record<string, string>): Promise<void> {
  await mkdir(join(dir.path, "bin"));
  for (const [name, script] of Object.entries(scripts)) {
    await writeFile(join(dir.path, "bin", name), `#!/bin/sh\n${script}\n`);
    await chmod(join(dir.path, "bin", name), 0o755);
  }
}

async function pull(code: number): Promise<Outcome> {
  return isNewest ? await samePull(pair, { reference }, code) : await outcomeOf(pair.ours, { reference });
}

// Debian's containerd has no verifiers.
const sides = (): Side[] => (isNewest ? [pair.stock, pair.ours] : [pair.ours]);

test("nobody to ask: no directory, and an empty one", async () => {
  expect(await pull(0)).toMatchObject({ code: 0 });
  await pair.ours.must(["images", "rm", "--sync", reference]);
  await install({});
  expect(await pull(0)).toMatchObject({ code: 0 });
});

test("each is asked in the order of the names, up to the limit, with the same arguments and the same descriptor as stock asks", async () => {
  const note = `n=${dir.path}/asked/$$; { echo "$0"; printf '%s\\n' "$@"; cat; } > $n; echo words for the log >&2; echo fine`;
  await install({ b: note, a: note, c: "exit 1" });
  const questions: string[][] = [];
  for (const side of sides()) {
    expect(await outcomeOf(side, { reference })).toMatchObject({ code: 0 });
    const files = (await readdir(join(dir.path, "asked"))).map((name) => join(dir.path, "asked", name));
    questions.push((await Promise.all(files.map((file) => readFile(file, "utf8")))).toSorted());
    for (const file of files) await rm(file);
  }
  const [first = []] = questions;
  expect(first.map((text) => text.split("\n")[0])).toEqual(["a", "b"].map((name) => join(dir.path, "bin", name)));
  expect(first[0]).toMatch(new RegExp(`\\n-name\\n${reference}\\n-digest\\nsha256:\\w{64}\\n-stdin-media-type\\napplication/vnd\\.oci\\.descriptor\\.v1\\+json\\n\\{"mediaType":.*\\}\\n$`));
  for (const other of questions) expect(other).toEqual(first);
});

test("one that refuses: its words, nothing is left, and the pull works when it has changed its mind", async () => {
  await install({ a: "exit 0", b: "echo '  not signed  '; exit 3" });
  const said = await Promise.all(sides().map((side) => outcomeOf(side, { reference })));
  expect(said[0]).toMatchObject({ code: UNKNOWN, message: expect.stringMatching(/^image verifier bindir blocked pull of \S+ with digest sha256:\w{64} for reason: verifier b rejected image \(exit code 3\): not signed$/) });
  for (const other of said) expect(other).toEqual(said[0]);
  await expectNothing(pair.ours);
  await writeFile(join(dir.path, "bin/b"), "#!/bin/sh\nexit 0\n");
  expect(await pull(0)).toMatchObject({ code: 0 });
});

test("a long answer is cut short", async () => {
  await install({ a: "head -c 200000 /dev/zero | tr '\\0' x; head -c 200000 /dev/zero >&2; exit 1" });
  const said = await Promise.all(sides().map((side) => outcomeOf(side, { reference })));
  expect(said[0]!.message).toMatch(/rejected image \(exit code 1\): x{32768}\(stdout truncated\)$/);
  for (const other of said) expect(other).toEqual(said[0]);
});

test("one that gives no judgement: it hangs with a child, is killed, can't be executed", async () => {
  await install({ a: "sleep 1000 & echo $! > $0.pid; wait" });
  expect(await pull(UNKNOWN)).toMatchObject({ code: UNKNOWN, message: expect.stringMatching(/^blocking pull of \S+ with digest sha256:\w{64}: image verifier bindir returned error: failed to call verifier a \(runtime .*\): waiting on command to exit: no judgement within 3 s/) });
  const child = Number(await readFile(join(dir.path, "bin/a.pid"), "utf8"));
  await expect.poll(() => isAlive(child)).toBe(false);
  await rm(join(dir.path, "bin/a.pid"));
  await writeFile(join(dir.path, "bin/a"), "#!/bin/sh\nkill -9 $$\n");
  expect((await pull(UNKNOWN)).message).toMatch(/waiting on command to exit: signal: /);
  await chmod(join(dir.path, "bin/a"), 0o644);
  expect((await pull(UNKNOWN)).message).toMatch(/failed to call verifier a .*: starting process: .*EACCES/);
});

// A zombie that nobody has reaped yet is as good as gone.
async function isAlive(pid: number): Promise<boolean> {
  const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
  return stat !== "" && !/\) [ZX] /.test(stat);
}
