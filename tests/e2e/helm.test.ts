import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { freePort, goClient, HELM, must, NEWEST_CTR, run, startHost, startRegistry, STEVEDORE, tempDir, uniqueNamespace, type Host, type Registry, type RunResult, type TempDir } from "../kit/mod.ts";

const client = await goClient(HELM);
const VERSION = "0.1.0";

let stack: AsyncDisposableStack;
let dir: TempDir;
let registry: Registry;
let host: Host;
let store: string;
/** What `helm package` has made. */
let archive: Buffer;
let reference: string;

describe.skipIf("skip" in client)(`charts, with helm ${HELM.version}${"skip" in client ? `: ${client.skip}` : ""}`, () => {
  const helmRun = (...args: string[]): Promise<RunResult> => run("path" in client ? client.path : "", args, { env: { HOME: dir.path, XDG_CACHE_HOME: dir.path, XDG_CONFIG_HOME: dir.path, XDG_DATA_HOME: dir.path }, cwd: dir.path });
  const helm = async (...args: string[]): Promise<string> => {
    const { exitCode, stdout, stderr } = await helmRun(...args);
    expect(exitCode, stderr).toBe(0);
    return stdout;
  };
  const oci = (of: string): string => `oci://${of}/hello`;
  const stevedore = (...args: string[]): Promise<string> => must(STEVEDORE, [...args, "--plain-http", "--state", host.state, "--namespace", host.namespace]);

  beforeAll(async () => {
    stack = new AsyncDisposableStack();
    dir = stack.use(await tempDir("helm"));
    registry = stack.use(await startRegistry());
    store = `127.0.0.1:${await freePort()}`;
    const namespace = uniqueNamespace();
    host = stack.use(await startHost({ namespace, config: `[stevedore.registry]\n  address = "${store}"\n  namespaces = ["${namespace}"]\n` }));
    await helm("create", "hello");
    await helm("package", "hello", "--version", VERSION);
    archive = await readFile(join(dir.path, `hello-${VERSION}.tgz`));
    await helm("push", `hello-${VERSION}.tgz`, `oci://${registry.host}/charts`, "--plain-http");
    reference = `${registry.host}/charts/hello:${VERSION}`;
    await stevedore("pull", reference);
  }, 120_000);
  afterAll(() => stack?.disposeAsync());

  /** The chart as helm pulls it, after which it renders and shows it. */
  async function pulledFrom(place: string, into: string): Promise<Buffer> {
    await mkdir(join(dir.path, into));
    await helm("pull", oci(place), "--version", VERSION, "--plain-http", "--destination", into);
    expect(await helm("show", "chart", oci(place), "--version", VERSION, "--plain-http")).toMatch(/^name: hello$/m);
    expect(await helm("template", "mine", oci(place), "--version", VERSION, "--plain-http", "--set", "replicaCount=7")).toMatch(/^ {2}name: mine-hello$[\s\S]*^ {2}replicas: 7$/m);
    return readFile(join(dir.path, into, `hello-${VERSION}.tgz`));
  }

  test("what helm has pushed and we have pulled is what it packed", async () => {
    const [, line = ""] = (await host.must(["images", "ls", `name==${reference}`])).split("\n");
    const { config, layers } = JSON.parse(await host.must(["content", "get", line.split(/\s+/)[2]!])) as { config: { mediaType: string; digest: string }; layers: { mediaType: string; digest: string; size: number }[] };
    expect([config.mediaType, ...layers.map(({ mediaType, size }) => `${mediaType} ${size}`)]).toEqual(["application/vnd.cncf.helm.config.v1+json", `application/vnd.cncf.helm.chart.content.v1.tar+gzip ${archive.length}`]);
    expect(JSON.parse(await host.must(["content", "get", config.digest]))).toMatchObject({ name: "hello", version: VERSION });
    await must("sh", ["-c", 'ctr -a "$1" -n "$2" content get "$3" | cmp - "$4"', "sh", host.address, host.namespace, layers[0]!.digest, join(dir.path, `hello-${VERSION}.tgz`)]);
    expect((await host.must(["snapshots", "ls"])).trim().split("\n")).toHaveLength(1);
  });

  test("what we push, helm pulls, shows and renders", async () => {
    await stevedore("push", reference, `${registry.host}/copies/hello:${VERSION}`);
    expect((await pulledFrom(`${registry.host}/copies`, "copies")).equals(archive)).toBe(true);
  });

  test("from the store as a registry too; a chart that isn't there is told as such, and a push is refused", async () => {
    expect((await pulledFrom(`${store}/charts`, "store")).equals(archive)).toBe(true);
    const absent = await helmRun("pull", `oci://${store}/charts/none`, "--version", VERSION, "--plain-http");
    expect([absent.exitCode, absent.stderr]).toEqual([1, expect.stringContaining("not found")]);
    const refused = await helmRun("push", `hello-${VERSION}.tgz`, `oci://${store}/others`, "--plain-http");
    expect([refused.exitCode, refused.stderr]).toEqual([1, expect.stringContaining("405")]);
  });

  test("ctr 2.3.4 pulls it as well", async ({ skip }) => {
    const ctr = await goClient(NEWEST_CTR);
    if ("skip" in ctr) return skip(ctr.skip);
    const namespace = `${host.namespace}-ctr`;
    await host.must(["images", "pull", "--plain-http", reference], { binary: ctr.path, namespace });
    expect(await host.must(["images", "ls", "-q"], { namespace })).toBe(`${reference}\n`);
  });
});
