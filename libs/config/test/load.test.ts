import { describe, expect, test } from "vitest";
import { defaultHostConfig, loadHostConfig, type HostConfig, type LoadOptions } from "../mod.ts";
import { createFiles } from "./files.ts";

async function load(text: string, options: LoadOptions = {}): Promise<{ config: HostConfig; warnings: string[]; file: string }> {
  using files = createFiles();
  const file = files.write("config.toml", text);
  return { ...(await loadHostConfig({ file, ...options })), file };
}

async function failure(text: string): Promise<string> {
  return load(text).then(
    () => "no error",
    (error: Error) => error.message.replaceAll(/\/\S*\/(?=config\.toml)/g, ""),
  );
}

const withoutDirectory = (warnings: string[]): string[] => warnings.map((warning) => warning.replace(/^\/\S*\//, ""));

describe("where settings come from", () => {
  test("defaults alone, where there is no file", async () => {
    expect((await loadHostConfig({})).config).toEqual(defaultHostConfig());
  });

  test("sockets follow the state directory, flags win over the file", async () => {
    const { config } = await load('version = 4\nroot = "/a"\nstate = "/b"\n[debug]\nlevel = "warn"', { state: "/c", logLevel: "debug" });
    expect(config).toMatchObject({ root: "/a", state: "/c", address: "/c/containerd.sock", ttrpcAddress: "/c/containerd.sock.ttrpc", logLevel: "debug" });
  });

  test("the ttrpc socket follows the gRPC socket, from a file and from the command line", async () => {
    const text = 'version = 4\n[plugins."io.containerd.server.v1.grpc"]\naddress = "/x/y.sock"';
    expect((await load(text)).config).toMatchObject({ address: "/x/y.sock", ttrpcAddress: "/x/y.sock.ttrpc" });
    expect((await load(text, { address: "/z.sock" })).config).toMatchObject({ address: "/z.sock", ttrpcAddress: "/z.sock.ttrpc" });
    const both = `${text}\n[plugins."io.containerd.server.v1.ttrpc"]\naddress = "/own.ttrpc"`;
    expect((await load(both)).config).toMatchObject({ address: "/x/y.sock", ttrpcAddress: "/own.ttrpc" });
  });

  test("proxy plugins: snapshotters that images are unpacked for; what can't be is named with its line", async () => {
    const text = (...lines: string[]) => ["version = 2", "[proxy_plugins.star]", ...lines].join("\n");
    const whole = text('type = "snapshot"', 'address = "unix:///run/star.sock"', 'capabilities = ["a"]', '[proxy_plugins.star.exports]', 'root = "/star"', 'a.b = "c"');
    const { config, warnings } = await load(whole);
    expect(config.proxyPlugins).toEqual({ star: { type: "snapshot", address: "/run/star.sock", exports: { root: "/star", "a.b": "c" }, capabilities: ["a"] } });
    expect(config.plugins.transfer.unpackConfig.at(-1)).toMatchObject({ snapshotter: "star" });
    expect(warnings).toEqual([]);
    expect((await load(`required_plugins = ["io.containerd.snapshotter.v1.star"]\n${whole}`)).config.requiredPlugins).toHaveLength(1);
    expect((await load(text('type = "sandbox"', 'address = "/x"'))).warnings).toEqual([expect.stringMatching(/:3: proxy_plugins.star: type "sandbox" is not used/)]);
    await expect(load(text('type = "snapshot"'))).rejects.toThrow(/proxy_plugins.star: expected the path of a unix socket as address/);
    for (const name of ["native", "lazy"]) await expect(load(text('type = "snapshot"', 'address = "/x"').replace("star", name))).rejects.toThrow(/has a snapshotter of that name.*disabled_plugins/);
  });

  test("a content service of proxy_plugins is the host's store, unless another is chosen", async () => {
    const entry = (name: string) => `[proxy_plugins.${name}]\n  type = "content"\n  address = "/run/${name}.sock"\n`;
    expect((await load(`version = 2\n${entry("a")}`)).config.stevedore.content.backend).toBe("proxy");
    expect((await load(`version = 2\n${entry("a")}[stevedore.content]\n  backend = "local"\n`)).config.stevedore.content.backend).toBe("local");
    await expect(load(`version = 2\n${entry("a")}${entry("b")}`)).rejects.toThrow(/2 content stores \(a, b\)/);
    await expect(load('version = 2\n[stevedore.content]\n  backend = "proxy"\n')).rejects.toThrow(/no proxy_plugins entry with type = "content"/);
  });

  test("services that run alone serve gRPC", async () => {
    const { config } = await load('version = 2\n[stevedore]\n  only = ["content"]\n');
    expect(config.stevedore).toMatchObject({ only: ["content"], grpc: true });
    expect((await load("version = 2\n", { only: ["snapshots", "content"] })).config.stevedore).toMatchObject({ only: ["snapshots", "content"], grpc: true });
    await expect(load("version = 2\n", { only: ["tasks"] })).rejects.toThrow(/"tasks" can't run alone.*content and snapshots/);
    await expect(load('version = 2\n[stevedore]\n  only = ["images"]\n')).rejects.toThrow(/stevedore.only: expected a list of "content" and "snapshots"/);
  });

  test("an absent file is an error, unless it may be absent", async () => {
    await expect(loadHostConfig({ file: "/nowhere/config.toml" })).rejects.toThrow("configuration file /nowhere/config.toml: not found");
    expect((await loadHostConfig({ file: "/nowhere/config.toml", fileMayBeAbsent: true })).config).toEqual(defaultHostConfig());
  });
});

describe("versions", () => {
  const expected = {
    address: "/s/x.sock",
    metricsAddress: "127.0.0.1:1338",
    logLevel: "debug",
    timeouts: { taskStateMs: 7000 },
    plugins: { gc: { startupDelayMs: 90_000, pauseThreshold: 0.1 }, runtimeOptPath: "/opt/x", shim: { env: ["SCHED_CORE=1"] }, contentSharingPolicy: "isolated" },
  };
  const servers = '[grpc]\naddress = "/s/x.sock"\n[metrics]\naddress = "127.0.0.1:1338"\n[debug]\nlevel = "debug"\n[timeouts]\n"io.containerd.timeout.task.state" = "7s"\n';
  const plugins = (name: (short: string, full: string) => string): string =>
    `[plugins.${name("scheduler", "gc.v1.scheduler")}]\nstartup_delay = "1m30s"\npause_threshold = 0.1\n[plugins.${name("opt", "internal.v1.opt")}]\npath = "/opt/x"\n[plugins.${name("task", "runtime.v2.task")}]\nsched_core = true\n[plugins.${name("bolt", "metadata.v1.bolt")}]\ncontent_sharing_policy = "isolated"\n`;
  const full = (_short: string, uri: string): string => `"io.containerd.${uri}"`;

  test("1: short plugin names", async () => {
    const { config, warnings } = await load(servers + plugins((short) => short));
    expect(config).toMatchObject(expected);
    expect(warnings).toEqual([]);
  });

  test.each([2, 3])("%d: full names, servers at the top level", async (version) => {
    const { config, warnings } = await load(`version = ${version}\n${servers}${plugins(full)}`);
    expect(config).toMatchObject(expected);
    expect(warnings).toEqual([]);
  });

  test("4: servers are plugins; the old sections have no effect and say so", async () => {
    const { config, warnings } = await load('version = 4\n[plugins."io.containerd.server.v1.metrics"]\naddress = ":99"\n[grpc]\naddress = "/old.sock"');
    expect(config.metricsAddress).toBe(":99");
    expect(config.address).toBe("/run/stevedore/containerd.sock");
    expect(withoutDirectory(warnings)).toEqual(['config.toml:5: grpc.address is not supported yet and has no effect: since version 4 this is under `plugins."io.containerd.server.v1.grpc"`']);
  });

  test("newer ones are refused", async () => {
    expect(await failure("version = 5")).toBe("config.toml:1: version 5 is newer than 4, the newest that is understood: invalid argument");
    expect(await failure('version = "2"')).toMatch("config.toml:1: version: expected a whole number from 1 to 4");
  });

  test("the plugin's own block wins over the old section", async () => {
    const { config } = await load('version = 3\n[grpc]\naddress = "/old.sock"\n[plugins."io.containerd.server.v1.grpc"]\naddress = "/new.sock"');
    expect(config.address).toBe("/new.sock");
  });
});

test("stream processors: entries of one's own beside containerd's, one of the same name replaced whole", async () => {
  const { config, warnings } = await load('version = 3\n[stream_processors."one"]\naccepts = ["a/1"]\nreturns = "a/2"\npath = "p"\nenv = ["A=1"]\n[stream_processors."io.containerd.ocicrypt.decoder.v1.tar"]\naccepts = ["b"]\npath = "q"');
  expect(config.streamProcessors).toMatchObject({
    one: { accepts: ["a/1"], returns: "a/2", path: "p", args: [], env: ["A=1"] },
    "io.containerd.ocicrypt.decoder.v1.tar": { accepts: ["b"], path: "q", args: [], env: [] },
    "io.containerd.ocicrypt.decoder.v1.tar.gzip": { path: "ctd-decoder" },
  });
  expect(warnings).toEqual([]);
});

describe("what is not understood", () => {
  test("an unknown key is named with line and nearest match", async () => {
    const { warnings } = await load('version = 2\n\n[plugins."io.containerd.grpc.v1.cri".containerd]\n  snapshoter = "overlayfs"\n[plugins."io.containerd.gc.v1.schedulr"]\nx = 1\n[steve]\ny = 2');
    expect(withoutDirectory(warnings)).toEqual([
      `config.toml:5: unknown key "plugins.'io.containerd.gc.v1.schedulr'" (did you mean "io.containerd.gc.v1.scheduler"?); it is ignored`,
      `config.toml:4: unknown key "plugins.'io.containerd.grpc.v1.cri'.containerd.snapshoter" (did you mean "snapshotter"?); it is ignored`,
      'config.toml:7: unknown key "steve" (did you mean "state"?); it is ignored',
    ]);
  });

  test("a debug socket is warned of, wherever a version puts it", async () => {
    for (const text of ["version = 2\n[debug]\naddress = '/run/d.sock'", "version = 4\n[plugins.'io.containerd.server.v1.debug']\naddress = '/run/d.sock'"]) {
      const { warnings } = await load(text);
      expect(withoutDirectory(warnings)).toEqual([expect.stringMatching(/^config.toml:3: .*address is not supported yet and has no effect: there is no debug socket: .* `stevedore status`$/)]);
    }
  });

  test("a known key without effect gives one warning, where its value asks for something", async () => {
    const { warnings } = await load("version = 3\nplugin_dir = '/x'\n[cgroup]\npath = ''\n[plugins.'io.containerd.grpc.v1.cri']\nsandbox_image = 'pause'\ndisable_apparmor = false\nenable_selinux = true");
    expect(withoutDirectory(warnings)).toEqual([
      "config.toml:2: plugin_dir is not supported yet and has no effect: there are no dynamic plugins",
      'config.toml:6: plugins."io.containerd.grpc.v1.cri".sandbox_image is not supported yet and has no effect: CRI is not served',
      'config.toml:8: plugins."io.containerd.grpc.v1.cri".enable_selinux is not supported yet and has no effect: CRI is not served',
    ]);
  });

  test("a doubtful name of version 1 is said", async () => {
    const { warnings } = await load("disabled_plugins = ['cri']\n[plugins.wasm]\nx = 1");
    expect(withoutDirectory(warnings)[0]).toBe('config.toml:2: plugin "wasm" of a version 1 file is taken for "io.containerd.grpc.v1.wasm"');
  });
});

describe("mistakes", () => {
  test.each([
    ['version = 4\n\nroot = "a"', 'config.toml:3: root: expected an absolute path, found the string "a"'],
    ["version = 4\nroot = 5", "config.toml:2: root: expected an absolute path, found 5"],
    ['version = 4\n[plugins."io.containerd.gc.v1.scheduler"]\npause_threshold = "x"', 'config.toml:3: plugins."io.containerd.gc.v1.scheduler".pause_threshold: expected a number from 0 to 1, found the string "x"'],
    ['version = 4\n[plugins."io.containerd.gc.v1.scheduler"]\nstartup_delay = "1 day"', 'startup_delay: expected a duration like "1m30s", found the string "1 day"'],
    ['version = 4\n[debug]\nlevel = "loud"', 'config.toml:3: debug.level: expected one of "", "trace", "debug"'],
    ["version = 4\n[root]\nx = 1", "config.toml:2: root: expected an absolute path, found a table"],
    ["version = 4\nplugins = 3", "config.toml:2: plugins: expected a table, found 3"],
    ["version = 4\n[stevedore.nats]\nport = 70000", "config.toml:3: stevedore.nats.port: expected a port from 0 to 65535, found 70000"],
    ["version = 4\ndisabled_plugins = [1]", "config.toml:2: disabled_plugins: expected a list of strings, found the list [1]"],
    ["version = 4\n[debug\nlevel = 1", "config.toml:2: "],
    ['version = 4\nroot = "/x"\nstate = "/x"', "root and state are both /x (give them different directories): invalid argument"],
    [`version = 4\nstate = "/${"x".repeat(90)}"`, "bytes, and 107 are possible"],
    ['version = 4\nrequired_plugins = ["io.containerd.snapshotter.v1.overlay"]', 'this host has no plugin "io.containerd.snapshotter.v1.overlay" (did you mean "io.containerd.snapshotter.v1.overlayfs"?): failed precondition'],
    ['version = 4\nrequired_plugins = ["io.containerd.snapshotter.v1.native"]\ndisabled_plugins = ["io.containerd.snapshotter.v1.native"]', '"io.containerd.snapshotter.v1.native" is also in disabled_plugins'],
  ])("%j", async (text, expected) => {
    expect(await failure(text)).toContain(expected);
  });

  test("all wrong values are said at once", async () => {
    expect(await failure("version = 4\nroot = 1\nstate = 2")).toMatch(/:2: root: .*\n.*:3: state: /);
  });

  test("a plugin that can't be switched off says so; one that isn't there is no matter", async () => {
    const { warnings } = await load('version = 2\ndisabled_plugins = ["io.containerd.grpc.v1.cri", "io.containerd.grpc.v1.tasks", "io.containerd.snapshotter.v1.native"]');
    expect(warnings).toEqual([`disabled_plugins: "io.containerd.grpc.v1.tasks" can't be switched off and stays on`]);
  });
});

describe("imports", () => {
  test("are read in order, relative to the file, with globs, and only once", async () => {
    using files = createFiles();
    const file = files.write("config.toml", 'version = 3\nimports = ["conf.d/*.toml", "./more.toml"]\ndisabled_plugins = ["io.containerd.a.v1.x"]\n[debug]\nlevel = "warn"\n[stevedore]\nnode = "first"');
    files.write("conf.d/10.toml", 'version = 2\ndisabled_plugins = ["io.containerd.a.v1.x", "io.containerd.b.v1.y"]\n[stevedore]\nnode = "ten"\n[plugins."io.containerd.internal.v1.opt"]\npath = "/ten"');
    files.write("conf.d/20.toml", 'version = 3\nimports = ["../config.toml"]\n[debug]\nlevel = ""\n[stevedore]\nnode = "twenty"');
    files.write("more.toml", 'version = 3\n[grpc]\naddress = "/more.sock"');
    const { config, warnings } = await loadHostConfig({ file });
    expect(warnings).toEqual([]);
    expect(config.disabledPlugins).toEqual(["io.containerd.a.v1.x", "io.containerd.b.v1.y"]);
    expect(config.stevedore.node).toBe("twenty");
    expect(config.plugins.runtimeOptPath).toBe("/ten");
    expect(config.address).toBe("/more.sock");
    // An empty value of the top level's sections replaces nothing.
    expect(config.logLevel).toBe("warn");
  });

  test("of a newer version, and absent ones, are refused", async () => {
    using files = createFiles();
    const file = files.write("config.toml", 'version = 2\nimports = ["new.toml"]');
    files.write("new.toml", "version = 3");
    await expect(loadHostConfig({ file })).rejects.toThrow(`new.toml: version 3 is newer than version 2 of ${file}, which imports it: invalid argument`);
    files.write("config.toml", 'version = 2\nimports = ["absent.toml"]');
    await expect(loadHostConfig({ file })).rejects.toThrow("absent.toml: not found");
  });

  test("replace time limits by the entry", async () => {
    using files = createFiles();
    const file = files.write("config.toml", 'version = 4\nimports = ["b.toml"]\n[timeouts]\n"io.containerd.timeout.shim.load" = "9s"\n"io.containerd.timeout.task.state" = "8s"');
    files.write("b.toml", 'version = 4\n[timeouts]\n"io.containerd.timeout.task.state" = "1s"');
    expect((await loadHostConfig({ file })).config.timeouts).toMatchObject({ shimLoadMs: 9000, taskStateMs: 1000 });
  });

  test("a mistake in one is named with its own file", async () => {
    using files = createFiles();
    const file = files.write("config.toml", 'version = 4\nimports = ["b.toml"]');
    files.write("b.toml", "version = 4\n\nroot = 1");
    await expect(loadHostConfig({ file })).rejects.toThrow(`${files.path("b.toml")}:3: root: expected`);
  });
});

test("keys that go together: message sizes, NATS", async () => {
  const sizes = await load(`version = 4\n[plugins."io.containerd.server.v1.grpc"]\nmax_send_message_size = 33554432\nmax_recv_message_size = 1048576`);
  expect(sizes.config).toMatchObject({ maxReceive: 1_048_576, maxSend: 33_554_432 });
  const { config } = await load('version = 4\n[stevedore.nats]\nurl = "nats://10.0.0.1:4222"\ntoken = "t"');
  expect(config.stevedore.nats).toEqual({ url: "nats://10.0.0.1:4222", token: "t", external: true, port: 0 });
});
