import { execa } from "execa";
import { mkdirSync, readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { createTestHost, eventually, findPids, start } from "./kit.ts";

test("start shows a container at work, says what to try next, and leaves nothing behind", async () => {
  await using host = createTestHost();
  const temporary = path.join(host.directory, "tmp");
  mkdirSync(temporary);
  const tour = start("stevedore", ["start", ...host.flags], { TMPDIR: temporary });
  let seen = "";
  tour.all.on("data", (chunk: Buffer) => (seen += chunk.toString()));
  await eventually("the tour is over", () => seen.includes("bin/stevedore status"), 60_000);
  for (const step of ["a host is ready", "a registry on loopback", "pushed a busybox image", "pulled 127.0.0.1:", "ran a container"]) expect(seen).toMatch(new RegExp(`^ +\\d+\\.\\d\\d s  ${step}`, "m"));
  expect(seen).toMatch(/Hello from .*, process 1 of this container/);

  // The first command to try is run as it stands, but for the terminal.
  const [, image = ""] = /run -t --rm (\S+) shell/.exec(seen) ?? [];
  const tried = await execa("ctr", ["-a", host.socket, "run", "--rm", image, "shell", "echo", "works"], { reject: false });
  expect(tried).toMatchObject({ stdout: "works", exitCode: 0 });
  const [workDir = "", ...others] = readdirSync(temporary).filter((name) => name.startsWith("stevedore-start-"));
  expect(others).toEqual([]);
  expect(findPids(workDir).length).toBe(1);

  tour.kill("SIGINT");
  expect((await tour).exitCode).toBe(0);
  expect(readdirSync(temporary)).not.toContain(workDir);
  expect(findPids(workDir)).toEqual([]);
  expect(findPids(host.state)).toEqual([]);
  expect(readFileSync("/proc/self/mountinfo", "utf8")).not.toContain(host.directory);
});
