import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { chmodSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { makeFifos, readFifo, writeFifo } from "./fifos.ts";
import { leftovers, renewed, stopShim } from "./audit.ts";
import { IN, RUNTIMES, createContainer, makeBundle, processSpec, startShim, until, type TestShim } from "./kit.ts";

let shim: TestShim;
beforeAll(async () => void (shim = await startShim()));
afterEach(async (context) => void (shim = await renewed(shim, context)));
afterAll(() => stopShim(shim));

const SLEEPER = ["sh", "-c", "trap exit TERM; while :; do sleep 0.05; done"];

async function finish(id: string): Promise<number> {
  const { exitStatus } = await shim.tasks.wait({ id }, IN);
  await shim.tasks.delete({ id }, IN);
  return exitStatus;
}

async function end(id: string): Promise<void> {
  await shim.tasks.kill({ id, signal: 9 }, IN);
  await finish(id);
}

describe.each(RUNTIMES)("with %s", (runtime) => {
  test("stdout and stderr come apart, and both end with the process", async () => {
    const id = `out-${runtime}`;
    const { stdout, stderr } = makeFifos(shim);
    const [out, err] = [readFifo(stdout), readFifo(stderr)];
    await createContainer(shim, id, ["sh", "-c", "echo to out; echo to err >&2"], { runtime, stdout, stderr });
    await shim.tasks.start({ id }, IN);
    expect(await finish(id)).toBe(0);
    await Promise.all([out.ended, err.ended]);
    expect([out.text(), err.text()]).toEqual(["to out\n", "to err\n"]);
  });

  test("what the runtime says of its failure is not the container's stderr", async () => {
    const id = `mute-${runtime}`;
    const { stdout, stderr } = makeFifos(shim);
    const [out, err] = [readFifo(stdout), readFifo(stderr)];
    await expect(createContainer(shim, id, ["/nosuch"], { runtime, stdout, stderr })).rejects.toThrow("OCI runtime create failed: ");
    await Promise.all([out.ended, err.ended]);
    await createContainer(shim, `${id}-2`, SLEEPER, { runtime });
    await shim.tasks.start({ id: `${id}-2` }, IN);
    const fifos = makeFifos(shim);
    const execErr = readFifo(fifos.stderr);
    await shim.tasks.exec({ id: `${id}-2`, execId: "e", stderr: fifos.stderr, spec: processSpec(["/nosuch"]) }, IN);
    await expect(shim.tasks.start({ id: `${id}-2`, execId: "e" }, IN)).rejects.toThrow("OCI runtime exec failed: ");
    await execErr.ended;
    expect([out.text(), err.text(), execErr.text()]).toEqual(["", "", ""]);
    await end(`${id}-2`);
  });

  test("input ends when the client has closed its end and said so, not before", async () => {
    const id = `in-${runtime}`;
    const { stdin, stdout } = makeFifos(shim);
    const out = readFifo(stdout);
    await createContainer(shim, id, ["sh", "-c", "cat; echo end"], { runtime, stdin, stdout });
    await shim.tasks.start({ id }, IN);
    const first = writeFifo(stdin);
    first.write("one\n");
    await first.end();
    await until(() => out.text() === "one\n");
    // A second client can still attach and write.
    const second = writeFifo(stdin);
    second.write("two\n");
    await second.end();
    await until(() => out.text() === "one\ntwo\n");
    expect(await shim.tasks.state({ id }, IN)).toMatchObject({ status: 2 });
    await shim.tasks.closeIO({ id, stdin: true }, IN);
    expect(await finish(id)).toBe(0);
    await out.ended;
    expect(out.text()).toBe("one\ntwo\nend\n");
  });

  test("256 MB come through whole and in order, at the reader's pace", async () => {
    const id = `large-${runtime}`;
    const { stdout } = makeFifos(shim);
    const out = readFifo(stdout, { keep: false });
    await createContainer(shim, id, ["sh", "-c", "seq 1 33000000 | head -c 268435456"], { runtime, stdout });
    await shim.tasks.start({ id }, IN);
    expect(await finish(id)).toBe(0);
    const expected = createHash("sha256");
    for await (const chunk of seqBytes(268_435_456)) expected.update(chunk);
    expect(await out.ended).toEqual({ bytes: 268_435_456, sha256: expected.digest("hex") });
  }, 300_000);

  test("a terminal: output, input, size, and nothing lost at the end", async () => {
    const id = `tty-${runtime}`;
    const { stdin, stdout } = makeFifos(shim);
    const out = readFifo(stdout);
    const script = "stty -echo; tty; echo ready; read line; stty size; echo got $line; seq 1 20000; exit 5";
    await createContainer(shim, id, ["sh", "-c", script], { runtime, terminal: true, stdin, stdout });
    await shim.tasks.start({ id }, IN);
    await until(() => out.text().includes("ready"));
    expect(out.text()).toContain("/dev/pts/0");
    await shim.tasks.resizePty({ id, width: 132, height: 43 }, IN);
    const input = writeFifo(stdin);
    input.write("hello\n");
    expect(await finish(id)).toBe(5);
    await input.end();
    await out.ended;
    expect(out.text()).toContain("43 132\r\ngot hello\r\n1\r\n2\r\n");
    expect(out.text().endsWith("19999\r\n20000\r\n")).toBe(true);
  });

  test("an exec process with a terminal", async () => {
    const id = `execty-${runtime}`;
    await createContainer(shim, id, SLEEPER, { runtime });
    await shim.tasks.start({ id }, IN);
    const { stdin, stdout } = makeFifos(shim);
    const out = readFifo(stdout);
    const spec = processSpec(["sh", "-c", "stty -echo; read line; echo $line; stty size; exit 6"]);
    await shim.tasks.exec({ id, execId: "e", terminal: true, stdin, stdout, spec }, IN);
    await shim.tasks.start({ id, execId: "e" }, IN);
    await shim.tasks.resizePty({ id, execId: "e", width: 0, height: 0 }, IN);
    await shim.tasks.resizePty({ id, execId: "e", width: 100, height: 30 }, IN);
    const input = writeFifo(stdin);
    input.write("typed\n");
    expect(await shim.tasks.wait({ id, execId: "e" }, IN)).toMatchObject({ exitStatus: 6 });
    await input.end();
    await shim.tasks.delete({ id, execId: "e" }, IN);
    await out.ended;
    expect(out.text()).toContain("typed\r\n30 100\r\n");
    await end(id);
  });
});

test("a client that goes away and comes back misses nothing that was not read", async () => {
  const { stdout } = makeFifos(shim);
  const first = readFifo(stdout);
  await createContainer(shim, "leave", ["sh", "-c", "echo one; while [ ! -e /tmp/go ]; do sleep 0.02; done; echo two; echo three"], { stdout });
  await shim.tasks.start({ id: "leave" }, IN);
  await until(() => first.text() === "one\n");
  first.leave();
  await first.ended;
  writeFileSync(path.join(shim.state, "bundles/leave/rootfs/tmp/go"), "");
  // The process ends with nobody there; what it wrote waits for a moment.
  expect(await shim.tasks.wait({ id: "leave" }, IN)).toMatchObject({ exitStatus: 0 });
  const second = readFifo(stdout);
  await second.ended;
  expect(second.text()).toBe("two\nthree\n");
  await shim.tasks.delete({ id: "leave" }, IN);
});

test("a deletion waits for a client that is late to read, and is told to one caller only", async () => {
  await createContainer(shim, "late", SLEEPER);
  await shim.tasks.start({ id: "late" }, IN);
  const { stdout } = makeFifos(shim);
  await shim.tasks.exec({ id: "late", execId: "e", stdout, spec: processSpec(["echo", "quickly done"]) }, IN);
  await shim.tasks.start({ id: "late", execId: "e" }, IN);
  const { exitedAt } = await shim.tasks.wait({ id: "late", execId: "e" }, IN);
  const answered: number[] = [];
  const deletions = [1, 2].map(() => shim.tasks.delete({ id: "late", execId: "e" }, IN).finally(() => answered.push(Date.now())));
  await sleep(50);
  const opened = Date.now();
  const out = readFifo(stdout);
  const answers = await Promise.allSettled(deletions);
  expect(answers.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
  // On a busy machine all the patience with one that has not opened its end may have passed by then.
  const patienceEnds = Number(exitedAt!.seconds) * 1000 + exitedAt!.nanos! / 1e6 + 200;
  for (const at of answered) expect(at).toBeGreaterThanOrEqual(Math.floor(Math.min(opened, patienceEnds)));
  await out.ended;
  expect(out.text()).toBe("quickly done\n");
  await end("late");
});

test("output that nobody ever reads holds up neither the exit nor the deletion", async () => {
  const { stdin, stdout, stderr } = makeFifos(shim);
  await createContainer(shim, "unread", ["sh", "-c", "echo unread; echo unread >&2"], { stdin, stdout, stderr });
  await shim.tasks.start({ id: "unread" }, IN);
  expect(await finish("unread")).toBe(0);
});

test("a full FIFO without a reader can still be killed", async () => {
  const { stdout } = makeFifos(shim);
  await createContainer(shim, "full", ["yes"], { stdout });
  await shim.tasks.start({ id: "full" }, IN);
  await end("full");
});

test("a FIFO that does not exist is named", async () => {
  await expect(createContainer(shim, "nofifo", ["true"], { stdout: "/no/such/fifo" })).rejects.toThrow("opening fifo:/no/such/fifo failed: no such file or directory");
});

test("an unknown scheme is refused", async () => {
  await expect(createContainer(shim, "scheme", ["true"], { stdout: "gopher:///x" })).rejects.toMatchObject({ code: 2, message: "failed to create init process I/O: unknown STDIO scheme gopher" });
});

test("file:// appends both outputs to one file, and makes its directory", async () => {
  const file = path.join(shim.state, "logs/deep/a b.log");
  const stdout = `file://${file.replace(" ", "%20")}`;
  for (const id of ["file-1", "file-2"]) {
    await createContainer(shim, id, ["sh", "-c", "echo out; echo err >&2"], { stdout, stderr: stdout });
    await shim.tasks.start({ id }, IN);
    expect(await finish(id)).toBe(0);
  }
  expect(readFileSync(file, "utf8")).toBe("out\nerr\nout\nerr\n");
});

test("file:// takes a terminal's output", async () => {
  const file = path.join(shim.state, "logs/tty.log");
  await createContainer(shim, "file-tty", ["echo", "on a terminal"], { terminal: true, stdout: `file://${file}` });
  await shim.tasks.start({ id: "file-tty" }, IN);
  expect(await finish("file-tty")).toBe(0);
  await until(() => readFileSync(file, "utf8") === "on a terminal\r\n");
});

test("binary:// runs a logger with the output, arguments and environment that containerd gives it", async () => {
  const log = path.join(shim.state, "logger.log");
  const logger = path.join(shim.state, "logger");
  writeFileSync(
    logger,
    `#!/bin/sh\nenv | grep -v -e PWD -e SHLVL -e _= | sort > ${log}\necho "args $*" >> ${log}\nexec 5>&-\n{ sed 's/^/E /' <&4 > ${log}.err; } &\nsed 's/^/O /' <&3 >> ${log}\nwait\necho end >> ${log}\n`,
  );
  chmodSync(logger, 0o755);
  const stdout = `binary://${logger}?key=value&other=two%20words`;
  await createContainer(shim, "logged", ["sh", "-c", "echo 1; echo 2 >&2; echo 3"], { stdout, stderr: stdout });
  await shim.tasks.start({ id: "logged" }, IN);
  expect(await finish("logged")).toBe(0);
  await until(() => readFileSync(log, "utf8").endsWith("end\n"));
  expect(readFileSync(log, "utf8")).toBe("CONTAINER_ID=logged\nCONTAINER_NAMESPACE=test\nargs key value other two words\nO 1\nO 3\nend\n");
  expect(readFileSync(`${log}.err`, "utf8")).toBe("E 2\n");
});

test("binary-v2:// wants a byte before it takes a logger for ready; a close alone is not enough", async () => {
  const logger = path.join(shim.state, "acking");
  const log = `${logger}.log`;
  writeFileSync(logger, `#!/bin/sh\n[ "$1" = acks ] && printf x >&5\nexec 5>&-\nexec cat <&3 > ${log}\n`);
  chmodSync(logger, 0o755);
  await createContainer(shim, "acked", ["echo", "1"], { stdout: `binary-v2://${logger}?acks=` });
  await shim.tasks.start({ id: "acked" }, IN);
  expect(await finish("acked")).toBe(0);
  await until(() => readFileSync(log, "utf8") === "1\n");
  await expect(createContainer(shim, "unacked", ["true"], { stdout: `binary-v2://${logger}` })).rejects.toThrow(logger);
});

test("a logger that never says it is ready, or is not there, fails the creation", async () => {
  await expect(createContainer(shim, "nologger", ["true"], { stdout: "binary-v2:///bin/true" })).rejects.toThrow(/\/bin\/true/);
  for (const scheme of ["binary", "binary-v2"]) {
    await expect(createContainer(shim, `no-${scheme}`, ["true"], { stdout: `${scheme}:///no/logger` })).rejects.toMatchObject({ code: 2, message: expect.stringMatching(/opening \/no\/logger failed: no such file or directory/) });
    await expect(createContainer(shim, `dir-${scheme}`, ["true"], { stdout: `${scheme}://${shim.state}` })).rejects.toThrow("permission denied");
  }
  await createContainer(shim, "unlogged", SLEEPER);
  await shim.tasks.start({ id: "unlogged" }, IN);
  await shim.tasks.exec({ id: "unlogged", execId: "e", stdout: "binary:///no/logger", spec: processSpec(["true"]) }, IN);
  await expect(shim.tasks.start({ id: "unlogged", execId: "e" }, IN)).rejects.toThrow("opening /no/logger failed: no such file or directory");
  await end("unlogged");
});

test("a client can give up waiting for a logger", async () => {
  const logger = path.join(shim.state, "silent");
  writeFileSync(logger, "#!/bin/sh\nsleep 1000; true\n");
  chmodSync(logger, 0o755);
  const abort = new AbortController();
  const bundle = makeBundle(shim, "silent", { args: ["true"] });
  const creating = shim.tasks.create({ id: "silent", bundle, stdout: `binary://${logger}` }, { ...IN, signal: abort.signal });
  await until(() => leftovers(shim).some((line) => line.includes("/silent")));
  abort.abort();
  await expect(creating).rejects.toThrow();
  await until(() => leftovers(shim).every((line) => !line.includes("silent")));
  await expect(shim.tasks.state({ id: "silent" }, IN)).rejects.toMatchObject({ code: 5 });
});

test("a logger that stays is stopped once the container is deleted", async () => {
  const logger = path.join(shim.state, "stayer");
  writeFileSync(logger, "#!/bin/sh\nexec 5>&-\nexec cat <&3 >/dev/null; exec sleep 1000\n".replace("exec cat", "cat"));
  chmodSync(logger, 0o755);
  await createContainer(shim, "stayer", ["echo", "x"], { stdout: `binary://${logger}` });
  await shim.tasks.start({ id: "stayer" }, IN);
  expect(await finish("stayer")).toBe(0);
  await until(() => leftovers(shim).every((line) => !line.includes("stayer")));
});

test("an exec's output ends with its deletion, even if it left something running that has it open", async () => {
  await createContainer(shim, "lingering", SLEEPER);
  await shim.tasks.start({ id: "lingering" }, IN);
  const { stdout } = makeFifos(shim);
  const out = readFifo(stdout);
  await shim.tasks.exec({ id: "lingering", execId: "e", stdout, spec: processSpec(["sh", "-c", "echo first; sleep 1000 &"]) }, IN);
  await shim.tasks.start({ id: "lingering", execId: "e" }, IN);
  expect(await shim.tasks.wait({ id: "lingering", execId: "e" }, IN)).toMatchObject({ exitStatus: 0 });
  await shim.tasks.delete({ id: "lingering", execId: "e" }, IN);
  await out.ended;
  expect(out.text()).toBe("first\n");
  await end("lingering");
});

test("64 MB through an exec come whole", async () => {
  await createContainer(shim, "execlarge", SLEEPER);
  await shim.tasks.start({ id: "execlarge" }, IN);
  const { stdout } = makeFifos(shim);
  const out = readFifo(stdout, { keep: false });
  await shim.tasks.exec({ id: "execlarge", execId: "e", stdout, spec: processSpec(["sh", "-c", "seq 1 33000000 | head -c 67108864"]) }, IN);
  await shim.tasks.start({ id: "execlarge", execId: "e" }, IN);
  await shim.tasks.wait({ id: "execlarge", execId: "e" }, IN);
  await shim.tasks.delete({ id: "execlarge", execId: "e" }, IN);
  const expected = createHash("sha256");
  for await (const chunk of seqBytes(67_108_864)) expected.update(chunk);
  expect(await out.ended).toEqual({ bytes: 67_108_864, sha256: expected.digest("hex") });
  await end("execlarge");
});

test("CloseIO before the start of an exec gives it an empty input", async () => {
  await createContainer(shim, "early", SLEEPER);
  await shim.tasks.start({ id: "early" }, IN);
  const { stdin, stdout } = makeFifos(shim);
  const out = readFifo(stdout);
  await shim.tasks.exec({ id: "early", execId: "e", stdin, stdout, spec: processSpec(["sh", "-c", "cat; echo end"]) }, IN);
  await shim.tasks.closeIO({ id: "early", execId: "e", stdin: true }, IN);
  await shim.tasks.start({ id: "early", execId: "e" }, IN);
  expect(await shim.tasks.wait({ id: "early", execId: "e" }, IN)).toMatchObject({ exitStatus: 0 });
  await shim.tasks.delete({ id: "early", execId: "e" }, IN);
  await out.ended;
  expect(out.text()).toBe("end\n");
  await end("early");
});

async function* seqBytes(total: number): AsyncGenerator<Buffer> {
  const child = spawn("sh", ["-c", `seq 1 33000000 | head -c ${total}`], { stdio: ["ignore", "pipe", "inherit"] });
  yield* child.stdout as AsyncIterable<Buffer>;
}
