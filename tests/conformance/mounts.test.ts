import { existsSync, mkdirSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { ContainersService, LeasesService, MountsService as Mounts, type containerd } from "@stevedore/api";
import { mountedUnder } from "@stevedore/linux";
import { usePeers } from "./peers.ts";
import { createScenario, type Actor, type CallOptions } from "./scenario.ts";

const scenario = createScenario(usePeers());
const OWN = { words: "own" } as const;
const ONLY_23 = { since23: "1.6 has no mount manager" };

type Mount = containerd.types.IMount;
const bind = (source: string): Mount => ({ type: "bind", source, options: ["rbind", "ro"] });
const overlay = (type: string, ...options: string[]): Mount => ({ type, source: "overlay", options });
const below = (s: Actor, ...parts: string[]): string => path.join(s.peer.side.root, "conformance", s.namespace, ...parts);
const targetsOf = (s: Actor): string => path.join(s.peer.side.state, "io.containerd.mount-manager.v1.bolt", "t");

function tree(s: Actor, name: string): string {
  const directory = below(s, "trees", name);
  mkdirSync(directory, { recursive: true });
  writeFileSync(path.join(directory, name), name);
  return directory;
}

/** Mount points in the order in which they are seen: each side counts its own way. */
function pointsOf(s: Actor): (reply: { info?: containerd.types.IActivationInfo | null }) => unknown {
  const seen = new Map<string, string>();
  const name = (_: string, point: string): string => {
    if (!seen.has(point)) seen.set(point, `TARGETS/#${seen.size + 1}`);
    return seen.get(point)!;
  };
  return ({ info }) => JSON.parse(JSON.stringify(info).replaceAll(targetsOf(s), "TARGETS").replace(/TARGETS\/(\d+\/\d+)/g, name), (key, value: unknown) => (key === "mountedAt" ? typeof value : value));
}

function activatorOf(s: Actor) {
  const view = pointsOf(s);
  return (name: string, mounts: Mount[], more: object = {}, options: CallOptions = {}) => s.call(Mounts, "activate", { name, mounts, ...more }, { view, ...options });
}

/** What is mounted for activations. */
const noteLeft = (s: Actor): void => s.note("mounted", mountedUnder(targetsOf(s)).length);
const collect = async (s: Actor): Promise<void> => {
  await s.quiet(LeasesService, "create", { id: "collect" });
  await s.quiet(LeasesService, "delete", { id: "collect", sync: true });
};

scenario("what needs no manager, what is left to the caller, and temporary activations", async (s) => {
  const activate = activatorOf(s);
  const [one, two] = [tree(s, "one"), tree(s, "two")];
  await activate("plain", [bind(one)], {}, OWN);
  await activate("plain", [bind(one), overlay("overlay", `lowerdir=${one}:${two}`)], {}, OWN);
  await activate("none", [], {}, OWN);
  await activate("none", [], { temporary: true }, OWN);
  await activate("unknown", [bind(one), overlay("nothing/overlay", "lowerdir={{ mount 0 }}")], {}, OWN);
  await activate("t1", [bind(one)], { temporary: true, labels: { a: "1", empty: "" } });
  await activate("t2", [bind(one), { type: "tmpfs", source: "tmpfs", options: ["size=1m"] }], { temporary: true });
  await activate("t3", [bind(one), bind(two), overlay("format/overlay", "lowerdir={{ overlay 0 1 }}")], { temporary: true }, { stockPanics: "OK" });
  await activate("f", [bind(one), bind(two), overlay("format/overlay", "lowerdir={{ overlay 0 1 }}"), bind("/after")], { labels: { l: "2" } });
  await s.quiet(Mounts, "deactivate", { name: "t3" });
  noteLeft(s);
  for (const name of ["t1", "t2", "f", "f", "plain", ""]) await s.call(Mounts, "deactivate", { name });
  noteLeft(s);
}, ONLY_23);

scenario("names, lists and namespaces", async (s) => {
  const activate = activatorOf(s);
  const one = tree(s, "one");
  const temporary = { temporary: true };
  await activate("b", [bind(one)], { ...temporary, labels: { k: "v" } });
  await activate("b", [bind(one)], temporary);
  await activate("a/b c", [bind(one)], temporary);
  await activate("", [bind(one)], temporary);
  await activate("ns", [bind(one)], temporary, { namespace: null });
  await activate("b", [bind(one)], temporary, { namespace: s.otherNamespace("o") });
  const named = ({ info }: { info?: containerd.types.IActivationInfo | null }) => [info?.name, info?.labels, info?.active?.map(({ mount }) => mount?.type), info?.system?.map(({ type }) => type)];
  for (const name of ["b", "a/b c", "", "none"]) await s.call(Mounts, "info", { name }, { view: named, ...OWN });
  await s.call(Mounts, "list", {}, { view: named });
  await s.call(Mounts, "list", { filters: ["name==nothing"] }, { view: named });
  for (const filters of [["name="]]) await s.call(Mounts, "list", { filters }, { view: named });
  await s.call(Mounts, "update", { info: { name: "b", labels: { x: "y" } } }, OWN);
  await s.call(Mounts, "list", {}, { namespace: s.otherNamespace("n"), view: named });
  for (const method of ["list", "info", "deactivate"] as const) await s.call(Mounts, method, { name: "b" }, { namespace: null });
  await s.call(Mounts, "deactivate", { name: "b" }, { namespace: s.otherNamespace("o") });
  for (const name of ["b", "a/b c"]) await s.call(Mounts, "deactivate", { name });
  await s.call(Mounts, "list", {});
  noteLeft(s);
}, ONLY_23);

const FORMATS = ["{{ source 0 }}", "{{ target 0 }}", "{{ mount 0 }}", "{{ mount 1 }}", "{{ mount 9 }}", "{{ mount -1 }}", "{{ overlay 0 0 }}", "{{ overlay 1 0 }}", "{{ overlay 0 9 }}", "{{ nothing 0 }}", "{{ mount }}", "{{ mount 0", "plain"];

scenario("formats", async (s) => {
  const activate = activatorOf(s);
  const [one, two] = [tree(s, "one"), tree(s, "two")];
  for (const [index, format] of FORMATS.entries()) {
    s.note("format", format);
    await activate(`f${index}`, [bind(one), bind(two), overlay("format/overlay", `lowerdir=${format}`)], {}, OWN);
  }
  await activate("source", [bind(one), { type: "format/bind", source: "{{ mount 0 }}/x", target: "{{ mount 0 }}", options: ["rbind"] }]);
  await activate("alone", [overlay("format/overlay", "lowerdir=/x")]);
  await activate("missing", [bind(below(s, "absent")), overlay("format/overlay", "lowerdir={{ mount 0 }}")], {}, OWN);
  await s.call(Mounts, "info", { name: "missing" }, OWN);
  for (const name of [...FORMATS.keys()].map((index) => `f${index}`)) await s.quiet(Mounts, "deactivate", { name });
  for (const name of ["source", "alone"]) await s.call(Mounts, "deactivate", { name });
  noteLeft(s);
}, ONLY_23);

const mkdir = (value: string): string => `X-containerd.mkdir.path=${value}`;

scenario("directories that are made for mounts", async (s) => {
  const activate = activatorOf(s);
  const one = tree(s, "one");
  const at = (name: string): string => below(s, name);
  const make = async (name: string, option: string, options: CallOptions = {}): Promise<void> => {
    s.note("option", option);
    await activate(name, [bind(one), overlay("mkdir/overlay", option, `lowerdir=${one}`)], {}, options);
  };
  await make("plain", mkdir(at("plain")));
  await make("mode", mkdir(`${at("mode")}:0755`));
  s.note("modes", ["plain", "mode"].map((name) => (statSync(at(name)).mode & 0o7777).toString(8)));
  await make("again", mkdir(`${at("mode")}:0755`));
  await make("same-owner", mkdir(`${at("owned")}:0755:0:0`));
  await make("owner", mkdir(`${at("other-owner")}:0755:5:6`), { differs: { stock: "UNIMPLEMENTED", ours: "OK", why: "2.3 does not change owners yet" } });
  await make("other-mode", mkdir(`${at("plain")}:0700`));
  await make("changed-mode", mkdir(`${at("mode")}:0700`), OWN);
  for (const [name, option] of [["no-path", "X-containerd.mkdir.nothing=x"], ["bad-mode", mkdir(`${at("x")}:rwx`)], ["large-mode", mkdir(`${at("x")}:17777`)], ["three", mkdir(`${at("x")}:0755:0`)], ["bad-uid", mkdir(`${at("x")}:0755:a:0`)], ["outside", mkdir("/no/such/root/x")], ["relative", mkdir("x")]] as const) {
    await make(name, option, OWN);
  }
  await make("escape", mkdir(`${s.peer.side.root}/../../../escaped`), OWN);
  const { replies } = await s.quiet(Mounts, "list", {});
  const made = replies.map(({ info }) => info?.name ?? "");
  s.note("made", made.filter((name) => name !== "owner"));
  for (const name of made) await s.quiet(Mounts, "deactivate", { name });
  noteLeft(s);
}, ONLY_23);

const mkfs = (s: Actor, image: string, ...options: string[]): Mount => ({ type: "mkfs/ext4", source: below(s, image), options: options.map((option) => (option.startsWith("mkfs.") ? `X-containerd.${option}` : option)) });

scenario("file systems that are made for mounts", async (s) => {
  const activate = activatorOf(s);
  mkdirSync(below(s), { recursive: true });
  const above = overlay("format/mkdir/overlay", mkdir("{{ mount 0 }}/upper:0755"), "lowerdir={{ mount 0 }}/upper:/usr");
  await activate("made", [mkfs(s, "made.img", "mkfs.size=16MiB", "mkfs.uuid=550e8400-e29b-41d4-a716-446655440000", "loop", "rw"), above]);
  s.note("image", [statSync(below(s, "made.img")).size, mountedUnder(targetsOf(s)).length]);
  await s.call(Mounts, "deactivate", { name: "made" });
  await activate("again", [mkfs(s, "made.img", "mkfs.size=1MiB", "loop", "rw"), above]);
  await s.call(Mounts, "deactivate", { name: "again" });
  for (const [name, options] of [["no-size", []], ["bad-size", ["mkfs.size=big"]], ["bad-fs", ["mkfs.size=1MiB", "mkfs.fs=nothing"]], ["unknown", ["mkfs.size=1MiB", "mkfs.what=x"]]] as const) {
    await activate(name, [mkfs(s, `${name}.img`, ...options, "loop"), above], {}, OWN);
    s.note("file", existsSync(below(s, `${name}.img`)));
  }
  await activate("outside", [{ type: "mkfs/ext4", source: "/no/such/root/image", options: ["X-containerd.mkfs.size=1MiB"] }, above], {}, OWN);
  await s.call(Mounts, "list", {});
  noteLeft(s);
}, ONLY_23);

scenario("what keeps an activation: leases and references back", async (s) => {
  const activate = activatorOf(s);
  const one = tree(s, "one");
  const temporary = { temporary: true };
  await s.call(LeasesService, "create", { id: "l" });
  await s.call(ContainersService, "create", { container: { id: "c", runtime: { name: "r" }, spec: { type_url: "x", value: Buffer.from("{}") } } });
  await activate("leased", [bind(one)], temporary, { metadata: { "containerd-lease": "l" } });
  await activate("referred", [bind(one)], { ...temporary, labels: { "containerd.io/gc.bref.container": "c" } });
  await activate("referred-by-name", [bind(one)], { ...temporary, labels: { "containerd.io/gc.bref.container.main": "c" } });
  await activate("loose", [bind(one)], temporary);
  await activate("dangling", [bind(one)], { ...temporary, labels: { "containerd.io/gc.bref.container": "absent" } });
  await s.call(LeasesService, "listResources", { id: "l" });
  const names = { view: ({ info }: containerd.services.mounts.v1.ListMessage) => info?.name };
  await collect(s);
  await s.call(Mounts, "list", {}, names);
  noteLeft(s);
  await s.call(ContainersService, "delete", { id: "c" });
  await collect(s);
  await s.call(Mounts, "list", {}, names);
  await s.call(LeasesService, "delete", { id: "l", sync: true });
  await s.call(Mounts, "list", {}, names);
  await s.call(Mounts, "info", { name: "leased" }, OWN);
  noteLeft(s);
}, ONLY_23);
