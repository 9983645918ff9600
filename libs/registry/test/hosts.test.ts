import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { loadHosts, parseHostsToml } from "@stevedore/registry";
import { tempDir } from "./support.ts";

const parse = (text: string) => parseHostsToml(text, { file: "hosts.toml", readPem: (path) => `<${path}>` });

describe("hosts.toml", () => {
  test("all keys, in the order written", () => {
    const { mirrors, server } = parse(`
server = "https://registry.example"
ca = "top.crt"
[host."https://z.example"]
  capabilities = ["pull", "resolve"]
  ca = ["a.crt", "b.crt"]
  client = [["c.cert", "c.key"], ["both.pem", ""]]
  skip_verify = true
  dial_timeout = "2s"
  [host."https://z.example".header]
    X-One = "1"
    x-two = ["2", "3"]
[host."http://a.example:5000/prefix"]
[host."https://b.example/custom/root"]
  override_path = true
[host."bare.example"]
`);
    expect(mirrors.map(({ scheme, host, path }) => `${scheme}://${host}${path}`)).toEqual([
      "https://z.example/v2", "http://a.example:5000/prefix/v2", "https://b.example/custom/root", "https://bare.example/v2",
    ]);
    expect(mirrors[0]).toMatchObject({
      capabilities: new Set(["pull", "resolve"]), headers: { "x-one": ["1"], "x-two": ["2", "3"] }, dialTimeoutMs: 2000,
      tls: { ca: ["<a.crt>", "<b.crt>"], clients: [{ cert: "<c.cert>", key: "<c.key>" }, { cert: "<both.pem>", key: "<both.pem>" }], skipVerify: true },
    });
    expect(mirrors[1]!.capabilities.has("push")).toBe(true);
    expect(server).toMatchObject({ host: "registry.example", tls: { ca: ["<top.crt>"] } });
  });

  test.each([
    ["[host", "hosts.toml: "], ['[host."ftp://x"]', 'unsupported scheme "ftp"'], ['[host."https://x"]\ncapabilities=["fly"]', 'unknown capability "fly"'],
    ['[host."https://x"]\nca=1', '"ca" must be a string'], ['[host."https://x"]\nskip_verify="no"', '"skip_verify"'], ["server=1", '"server" must be a string'],
    ['[host."https://u:p@x"]', "credentials do not belong"], ['[host."https://x"]\ndial_timeout=5', "dial_timeout"],
  ])("refused: %s", (text, reason) => {
    expect(() => parse(text)).toThrow(reason);
  });
});

describe("which hosts", () => {
  test("defaults: http for this machine, docker.io's real name, the scheme asked for", () => {
    const url = (host: string, defaultScheme?: string): string => {
      const [only] = loadHosts({ host, ...(defaultScheme === undefined ? {} : { defaultScheme }) });
      return `${only!.scheme}://${only!.host}${only!.path}`;
    };
    expect(url("localhost:5000")).toBe("http://localhost:5000/v2");
    expect(url("[::1]:5000")).toBe("http://[::1]:5000/v2");
    expect(url("docker.io")).toBe("https://registry-1.docker.io/v2");
    expect(url("10.0.0.1:5000", "http")).toBe("http://10.0.0.1:5000/v2");
    expect(url("127.0.0.1:5000", "https")).toBe("https://127.0.0.1:5000/v2");
    expect(() => url("x", "ftp")).toThrow("http or https");
  });

  test("directories: the host's own before _default, mirrors before the registry", () => {
    using temp = tempDir();
    const write = (name: string, text: string): void => {
      mkdirSync(join(temp.path, name), { recursive: true });
      writeFileSync(join(temp.path, name, "hosts.toml"), text);
    };
    write("_default", '[host."https://fallback.example"]\n');
    write("a.example_5000_", '[host."https://one.example"]\n[host."https://two.example"]\n');
    write("b.example:5000", 'server = "http://real.example"\n');
    const names = (host: string): string[] => loadHosts({ host, hostDirs: ["", temp.path] }).map((entry) => entry.host);
    expect(names("a.example:5000")).toEqual(["one.example", "two.example", "a.example:5000"]);
    expect(names("b.example:5000")).toEqual(["real.example"]);
    expect(names("docker.io")).toEqual(["fallback.example", "registry-1.docker.io"]);
  });

  test("a file that is named but not there", () => {
    using temp = tempDir();
    mkdirSync(join(temp.path, "x"));
    writeFileSync(join(temp.path, "x", "hosts.toml"), '[host."https://x"]\nca="missing.crt"\n');
    expect(() => loadHosts({ host: "x", hostDirs: [temp.path] })).toThrow(/missing\.crt.*failed precondition$/);
  });
});
