import { execa } from "execa";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { run } from "./kit.ts";

describe("stevedore", () => {
  test("--help names every command, --version the version", async () => {
    const help = await run("stevedore", ["--help"]);
    expect(help.code).toBe(0);
    expect(await run("stevedore", ["pull", "x", "--help"])).toMatchObject({ code: 0, err: "", out: expect.stringContaining("stevedore pull REFERENCE [--platform") as string });
    for (const command of ["up", "down", "status", "doctor", "why", "logs", "start"]) expect(help.out).toContain(`stevedore ${command}`);
    expect((await run("stevedore", ["--version"])).out).toMatch(/^stevedore \d+\.\d+\.\d+ /);
  });

  test.each([
    [["stauts"], 'stevedore: unknown command "stauts" (did you mean status?)'],
    [["xyzzy"], 'unknown command "xyzzy" (there are up, down,'],
    [["up", "--confg", "x"], 'stevedore up: unknown flag "--confg" (did you mean --config?)'],
    [["up", "--root"], "stevedore up: Option '--root <value>' argument missing"],
    [["status", "now"], "stevedore status: Unexpected argument 'now'"],
  ])("%j is answered with what would be right, and 2", async (args, message) => {
    const { code, err, out } = await run("stevedore", args);
    expect(err).toContain(message);
    expect({ code, out }).toEqual({ code: 2, out: "" });
  });

  test.each(["status", "down"])("%s without a host says how to start one, and 1", async (command) => {
    const { code, err } = await run("stevedore", [command, "--state", "/nowhere"]);
    expect(err).toContain("no host is running (nothing answers on /nowhere/host.sock) (start one with `stevedore up`");
    expect(code).toBe(1);
  });

  test("logs without a host, and of an unknown service", async () => {
    expect((await run("stevedore", ["logs", "--root", "/nowhere"])).err).toContain("no logs in /nowhere/log (start a host with `stevedore up`");
  });

  test("doctor speaks JSON, and says how to mend what it finds", async () => {
    const { out, code } = await run("stevedore", ["doctor", "--json", "--root", "/proc/nowhere", "--state", "/run/x"]);
    const { findings } = JSON.parse(out) as { findings: { level: string; what: string; mend?: string }[] };
    expect(new Set(findings.map(({ what }) => what))).toEqual(new Set(["configuration", "user", "node", "nats-server", "monitor", "OCI runtime", "cgroups", "namespaces", "seccomp", "cgroup controllers", "overlayfs", "directory", "free space", "socket", "ports"]));
    for (const { level, mend } of findings) expect(mend === undefined).toBe(level === "ok");
    expect(code).toBe(findings.some(({ level }) => level === "fail") ? 1 : 0);
  });

  test("doctor reports a mistake in the configuration and goes on", async () => {
    const directory = mkdtempSync(path.join(tmpdir(), "stevedore-test-cli-"));
    const file = path.join(directory, "config.toml");
    writeFileSync(file, "version = 4\nroot = 1\n");
    const { out, code } = await run("stevedore", ["doctor", "--config", file]);
    expect(out).toContain(`fail  configuration: ${file}:2: root: expected an absolute path, found 1`);
    expect(out).toContain("cgroups");
    expect(code).toBe(1);
    rmSync(directory, { recursive: true });
  });

  test("oci-hook becomes the program, with what the container's state says", async () => {
    const bundle = mkdtempSync(path.join(tmpdir(), "stevedore-test-cli-"));
    writeFileSync(path.join(bundle, "config.json"), '{"root": {"path": "rootfs"}}');
    const hook = (state: object, ...args: string[]) => run("containerd", ["oci-hook", ...args], { input: Buffer.from(JSON.stringify(state)), env: { OF: "{{id}}" } });
    const state = { id: "one", pid: 42, status: "created", bundle, annotations: { a: "b" } };
    const script = 'echo "$@" "$OF" && exit 5';
    expect(await hook(state, "--", "/bin/sh", "-c", script, "{{pid}}", '{{rootfs}} {{status}} {{annotation "a"}}', "--flag")).toEqual({ code: 5, out: `${bundle}/rootfs created b --flag one\n`, err: "" });
    expect(await hook(state, "/nosuch")).toMatchObject({ code: 1, err: expect.stringMatching(/no such file or directory '\/nosuch'/i) });
    expect(await hook(state)).toMatchObject({ code: 1, err: expect.stringContaining("oci-hook needs a program") });
    expect(await hook({ bundle: "/nosuch" }, "/bin/true")).toMatchObject({ code: 1, err: expect.stringContaining("/nosuch/config.json can't be read") });
    rmSync(bundle, { recursive: true });
  });
});

describe("containerd", () => {
  test("--version has the daemon's four words", async () => {
    expect((await run("containerd", ["--version"])).out).toMatch(/^containerd \S+ \d+\.\d+\.\d+\S* \S+\n$/);
    expect((await run("containerd", ["-v"])).code).toBe(0);
  });

  test("config default is version 4; dump and migrate take a file", async () => {
    const directory = mkdtempSync(path.join(tmpdir(), "stevedore-test-cli-"));
    const file = path.join(directory, "config.toml");
    writeFileSync(file, 'version = 2\nroto = "/x"\n[grpc]\naddress = "/tmp/a.sock"\n');
    expect((await run("containerd", ["config", "default"])).out).toMatch(/^version = 4\n/);
    const dump = await run("containerd", ["--config", file, "config", "dump"]);
    expect(dump.out).toContain('address = "/tmp/a.sock"\n');
    expect(dump.err).toContain(`containerd: warning: ${file}:2: unknown key "roto" (did you mean "root"?); it is ignored`);
    // One dash, as Go's flags allow.
    expect((await run("containerd", ["-config", file, "config", "migrate"])).out).toMatch(/^version = 4\nroto = "\/x"\n\n\[plugins\."io\.containerd\.server\.v1\.grpc"\]\n {2}# .*\n {2}address = "\/tmp\/a\.sock"\n$/);
    rmSync(directory, { recursive: true });
  });

  test.each([
    [["confg"], 'unknown command "confg" (did you mean config?)'],
    [["config", "defualt"], 'unknown config command "defualt" (did you mean default?)'],
    [["--log-level", "loud"], 'unknown log level "loud" (there are trace, debug'],
    [["--adress", "x"], 'unknown flag "--adress" (did you mean --address?)'],
    [["--config", "/nowhere.toml"], "configuration file /nowhere.toml: not found"],
    [["publish", "--topic", "x"], "publish needs --namespace and --topic"],
  ])("%j is answered with what would be right", async (args, message) => {
    const { code, err } = await run("containerd", args);
    expect(err).toContain(`containerd: ${message}`);
    expect(code).toBe(1);
  });
});

test("setup refuses a flag it doesn't know, and has nothing to do where all is there", async () => {
  expect(await run("setup", ["--test"])).toMatchObject({ code: 2, err: "usage: bin/setup [--tests]\n" });
  expect(await run("setup", ["--tests"], { env: { STEVEDORE_NO_INSTALL: "1" } })).toEqual({ code: 0, out: "", err: "" });
});

test("setup names everything that is missing where it may not install", async () => {
  // In a mount namespace of its own two programs, the monitor and the launcher can be hidden from it.
  const hide = 'for file in "$(command -v skopeo)" "$(command -v crun)" services/shim/monitor/monitor services/shim/launcher/launcher; do mount --bind /dev/null "$(readlink -f "$file")"; done; exec bin/setup --tests';
  const { all, exitCode } = await execa("unshare", ["--mount", "sh", "-c", hide], { reject: false, all: true, cwd: path.join(import.meta.dirname, "../.."), env: { STEVEDORE_NO_INSTALL: "1" } });
  expect(all).toBe(
    ["setup: would install Debian packages: crun skopeo", "setup: would build the monitor: services/shim/monitor/build", "setup: would build the launcher: services/shim/launcher/build", "setup: something is missing, and STEVEDORE_NO_INSTALL=1 forbids to install it"].join("\n"),
  );
  expect(exitCode).toBe(1);
});
