import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { describe, expect, test } from "vitest";
import { defaultHostConfig } from "@stevedore/config";
import { lockDirectory } from "../locks.ts";
import { openLogFile } from "../log-file.ts";
import { prepareNats } from "../nats-server.ts";
import { claimSocket, prepareDirectories } from "../prepare.ts";
import { createScratch, createTestLog } from "./kit.ts";

describe("a directory's lock", () => {
  test("is refused to a second host, with the holder's pid and the mend", async () => {
    using scratch = createScratch();
    const { log } = createTestLog();
    mkdirSync(scratch.path("s"));
    const lock = await lockDirectory(scratch.path("s"), "state", log);
    // A process that holds the file open counts as the host that it names: another one than us.
    const holder = spawn("sleep", ["100"], { stdio: ["ignore", "ignore", "ignore", lock.fd] });
    try {
      writeFileSync(scratch.path("s/host.lock"), `${holder.pid}\n`);
      await expect(lockDirectory(scratch.path("s"), "state", log)).rejects.toThrow(`state directory ${scratch.path("s")} is in use by a running host (pid ${holder.pid}) (stop it with \`stevedore down --state ${scratch.path("s")}\``);
    } finally {
      lock.release();
      holder.kill("SIGKILL");
      await once(holder, "exit");
    }
  });

  test("of a host that was killed is free, and one that left processes is waited for", async () => {
    using scratch = createScratch();
    const { log } = createTestLog();
    mkdirSync(scratch.path("s"));
    const lock = await lockDirectory(scratch.path("s"), "state", log);
    const orphan = spawn("sleep", ["0.4"], { stdio: ["ignore", "ignore", "ignore", lock.fd] });
    const dead = spawn("true");
    await once(dead, "exit");
    writeFileSync(scratch.path("s/host.lock"), `${dead.pid}\n`);
    lock.release();
    const next = await lockDirectory(scratch.path("s"), "state", log);
    // Its command line goes before its lock does; when its parent hears of it is another matter.
    expect(existsSync(`/proc/${orphan.pid}`) ? readFileSync(`/proc/${orphan.pid}/cmdline`, "utf8") : "").toBe("");
    expect(readFileSync(scratch.path("s/host.lock"), "utf8")).toBe(`${process.pid}\n`);
    next.release();
  });
});

describe("a socket", () => {
  test("that nobody serves is removed, with a line in the log", async () => {
    using scratch = createScratch();
    const { log, lines } = createTestLog();
    const socket = scratch.path("x.sock");
    const child = spawn(process.execPath, ["-e", `require("net").createServer().listen(${JSON.stringify(socket)}, () => process.kill(process.pid, "SIGKILL"))`]);
    await once(child, "exit");
    expect(existsSync(socket)).toBe(true);
    await claimSocket(socket, log);
    expect(existsSync(socket)).toBe(false);
    expect(lines).toEqual([expect.objectContaining({ msg: "removed a socket that nobody serves", socket })]);
  });

  test("that is served is refused, and left alone", async () => {
    using scratch = createScratch();
    const socket = scratch.path("x.sock");
    const server = createServer().listen(socket);
    await once(server, "listening");
    await expect(claimSocket(socket, createTestLog().log)).rejects.toThrow(`socket ${socket} is served by another process (stop that daemon, or choose another with --state`);
    expect(existsSync(socket)).toBe(true);
    server.close();
  });
});

test("directories have the modes that they need, also when they were there", () => {
  using scratch = createScratch();
  const config = defaultHostConfig({ root: scratch.path("root"), state: scratch.path("state") });
  mkdirSync(config.state, { mode: 0o700 });
  prepareDirectories(config);
  const modeOf = (name: string): string => (statSync(scratch.path(name)).mode & 0o777).toString(8);
  expect(["state", "state/sockets", "root", "root/log", "root/meta", "root/nats"].map((name) => modeOf(name))).toEqual(["711", "700", "711", "700", "700", "700"]);
});

test("a directory that can't be made is named", () => {
  using scratch = createScratch();
  writeFileSync(scratch.path("file"), "");
  const config = defaultHostConfig({ root: scratch.path("file/root"), state: scratch.path("state") });
  expect(() => prepareDirectories(config)).toThrow(`make directory ${scratch.path("file/root")}: ENOTDIR`);
});

describe("the host's own nats-server", () => {
  test("has a token that only root can read, and a configured port that is taken is named", async () => {
    using scratch = createScratch();
    const config = defaultHostConfig({ root: scratch.path("root"), state: scratch.path("state") });
    prepareDirectories(config);
    const nats = await prepareNats(config);
    expect(nats.url).toMatch(/^nats:\/\/127\.0\.0\.1:\d+$/);
    const file = nats.args.at(-1)!;
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readFileSync(file, "utf8")).toContain(nats.token);
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as { port: number };
    config.stevedore.nats.port = port;
    await expect(prepareNats(config)).rejects.toThrow(`port ${port} of 127.0.0.1 for nats-server: listen EADDRINUSE`);
    server.close();
  });
});

test("a log file that has grown large is set aside", () => {
  using scratch = createScratch();
  const file = scratch.path("x.log");
  const log = openLogFile(file);
  const chunk = Buffer.alloc(1 << 20, "x");
  for (let i = 0; i < 18; i++) log.write(chunk);
  log.write(Buffer.from("a line\nthe last\n"));
  expect(log.lastLine()).toBe("the last");
  log.close();
  expect(statSync(`${file}.1`).size).toBe(17 << 20);
  expect(readFileSync(file, "utf8").endsWith("xa line\nthe last\n")).toBe(true);
});
