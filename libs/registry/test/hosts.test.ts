import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { loadHosts, parseHostsToml } from "@stevedore/registry";
import { repositoryAt } from "../host.ts";
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
    ['[host."https://x"]\nca=1', '"ca" must be a string'], ['[host."https://x"]\nskip_verify="no"', '"skip_verify"'], ['[host."https://x"]\nrewrite="a"', '"rewrite" must be a table'], ['[host."https://x".rewrite]\n"("="b"', 'rewrite "("'], ["server=1", '"server" must be a string'],
    ['[host."https://u:p@x"]', "credentials do not belong"], ['[host."https://x"]\ndial_timeout=5', "dial_timeout"],
  ])("refused: %s", (text, reason) => {
    expect(() => parse(text)).toThrow(reason);
  });
});

describe("which hosts", () => {
  test("defaults: either scheme for this machine, docker.io's real name, the scheme asked for", () => {
    const url = (host: string, defaultScheme?: string): string => {
      const [only] = loadHosts({ host, ...(defaultScheme === undefined ? {} : { defaultScheme }) });
      return `${only!.scheme}://${only!.host}${only!.path}${only!.plainToo === true ? " or http" : ""}`;
    };
    expect(url("localhost:5000")).toBe("https://localhost:5000/v2 or http");
    expect(url("[::1]:5000")).toBe("https://[::1]:5000/v2 or http");
    expect(url("localhost")).toBe("https://localhost/v2");
    expect(url("localhost:80")).toBe("http://localhost:80/v2");
    expect(loadHosts({ host: "localhost:5000" })[0]!.tls.skipVerify).toBe(true);
    expect(loadHosts({ host: "10.0.0.1:5000" })[0]!.tls.skipVerify).toBe(false);
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

  test("without a server the top-level keys are for the registry itself; an empty file counts for nothing", () => {
    using temp = tempDir();
    const write = (name: string, file: string, text: string): void => {
      mkdirSync(join(temp.path, name), { recursive: true });
      writeFileSync(join(temp.path, name, file), text);
    };
    write("a.example", "hosts.toml", 'skip_verify = true\ndial_timeout = "1m1.5s"\ncapabilities = ["pull"]\n[header]\nx-a = "1"\n');
    write("b.example", "hosts.toml", "");
    write("b.example", "ca.crt", "PEM");
    write("127.0.0.1_5000_", "ca.crt", "PEM");
    const only = (host: string) => loadHosts({ host, hostDirs: [temp.path] })[0]!;
    expect(only("a.example")).toMatchObject({ host: "a.example", path: "/v2", dialTimeoutMs: 61_500, headers: { "x-a": ["1"] }, tls: { skipVerify: true } });
    // As in containerd: what a host may be asked for is said where the host is.
    expect(only("a.example").capabilities.has("push")).toBe(true);
    expect(only("b.example").tls.ca).toEqual(["PEM"]);
    // An authority that was given is asked, on this machine too.
    expect(only("127.0.0.1:5000").tls).toMatchObject({ ca: ["PEM"], skipVerify: false });
  });

  test("http with TLS settings: https first, but on its own port", () => {
    const { mirrors } = parse('[host."http://a:5000"]\nskip_verify=true\n[host."http://b"]\nca="c"\n[host."http://c:5000"]\n[host."http://d:5000"]\ncapabilities=["Pull"]\n');
    expect(mirrors.map(({ scheme, host, plainToo }) => [scheme, host, plainToo ?? false])).toEqual([["https", "a:5000", true], ["http", "b", false], ["http", "c:5000", false], ["http", "d:5000", false]]);
    expect([...mirrors[3]!.capabilities]).toEqual(["pull"]);
  });

  test("a file that is named but not there", () => {
    using temp = tempDir();
    mkdirSync(join(temp.path, "x"));
    writeFileSync(join(temp.path, "x", "hosts.toml"), '[host."https://x"]\nca="missing.crt"\n');
    expect(() => loadHosts({ host: "x", hostDirs: [temp.path] })).toThrow(/missing\.crt.*failed precondition$/);
  });
});

describe("rewrite", () => {
  test.each([
    ["^rancher/(.*)", "mirror/rancher-$1", "rancher/k3s", "mirror/rancher-k3s"],
    ["^(?P<org>[^/]+)/(.*)$", "${org}-$2/$$1", "a/b/c", "a-b/c/$1"],
    ["o", "0", "foo/boo", "f00/b00"],
    ["^x", "y", "a/x", "a/x"],
    ["(a)", "$1b", "a", ""],
  ])("%s → %s: %s is %s", (pattern, replacement, repository, expected) => {
    const [host] = parse(`[host."https://m.example"]\n[host."https://m.example".rewrite]\n'${pattern}' = '${replacement}'\n`).mirrors;
    expect(repositoryAt(host!, repository)).toBe(expected);
  });

  test("the first pattern that matches counts", () => {
    const [host] = parse(`[host."https://m"]\n[host."https://m".rewrite]\n"^b/" = "1/"\n"^a/" = "2/"\n"a" = "3"\n`).mirrors;
    expect([repositoryAt(host!, "a/a"), repositoryAt(host!, "b/a"), repositoryAt(host!, "c")]).toEqual(["2/a", "1/a", "c"]);
  });
});
