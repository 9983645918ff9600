import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { goClient, multiPlatformImage, must, newestContainerd, NEWEST_CTR, pushLayout, tempDir, type TempDir } from "../kit/mod.ts";
import { eventsDuring } from "./event-log.ts";
import { same, startPairWithImage, type PairWithImage } from "./pair.ts";
import { sweep, type Outcome } from "./sweep.ts";

const stock = await newestContainerd();
const client = await goClient(NEWEST_CTR);
const skip = [stock, client].map((found) => ("skip" in found ? found.skip : "")).find(Boolean);
test.skipIf(skip === undefined)(`the newest ctr and containerd: ${skip ?? "there"}`, (context) => context.skip(skip));

describe.skipIf(skip !== undefined)("every command of ctr 2.3.4, beside containerd 2.3.4", () => {
  let pair: PairWithImage;
  let dir: TempDir;
  let multi: string;
  beforeAll(async () => {
    // The same OCI runtime, and what ours unpacks into by itself; one layer after the other, so that each extraction has its parent.
    const transfer = '[plugins."io.containerd.transfer.v1.local"]\n  max_concurrent_unpacks = 1\n';
    const unpacks = ["overlayfs", "native"].map((snapshotter) => `[[plugins."io.containerd.transfer.v1.local".unpack_config]]\n  platform = "linux/${process.arch === "arm64" ? "arm64" : "amd64"}"\n  snapshotter = "${snapshotter}"\n`);
    pair = await startPairWithImage({ bothConfig: [transfer, ...unpacks].join(""), config: '[stevedore]\n  runtime = "runc"\n', ...("path" in stock ? { stockBinary: stock.path } : {}) });
    multi = await pushLayout(pair.registry, await multiPlatformImage(), "multi");
    dir = await tempDir("ctr");
  });
  afterAll(async () => {
    await pair?.[Symbol.asyncDispose]();
    await dir?.[Symbol.asyncDispose]();
  });

  /** Runs the script on both sides and expects the same outcomes and events; gives our outcomes, by line. */
  async function both(name: string, script: string, more: Record<string, string> = {}): Promise<Map<string, Outcome>> {
    const outcomes = await same(pair, async (side) => {
      const own = join(dir.path, `${side.name}-${name}`);
      mkdirSync(join(own, "mnt"), { recursive: true });
      writeFileSync(join(own, "text"), "hello\n");
      writeFileSync(join(own, "env"), "B=from a file\n");
      const names = { dir: own, common: dir.path, image: pair.image, multi, registry: pair.registry.host, side: side.name, id: pair.id(name), ns: pair.namespace, ...more };
      const binary = "path" in client ? client.path : "";
      const seen: Outcome[] = [];
      const events = await eventsDuring(side, async () => void seen.push(...(await sweep(script, { side, binary, names }))), binary);
      const anonymous = (line: string) => line.replaceAll(own, "DIR").replaceAll(side.address, "SOCKET");
      const of = (topic: string) => events.filter((event) => event.startsWith(`${topic} `));
      // A shim of stock's may be gone before the deletion of its last task is told.
      if (side.name === "stevedore") expect(of("/tasks/delete")).toHaveLength(of("/tasks/create").length);
      const told = events.filter((event) => !event.startsWith("/tasks/delete "));
      return { seen: seen.map((outcome) => ({ ...outcome, stdout: outcome.stdout?.map(anonymous) })), events: told.map(anonymous) };
    });
    return new Map(outcomes.seen.map((outcome) => [outcome.line, outcome]));
  }

  test("images", async () => {
    const seen = await both("images", `
      ~ images pull --plain-http {multi}
      ~ images pull --local --plain-http --print-chainid {multi}
      ~ images pull --plain-http --all-platforms --label a=b {multi}
      ~ images pull --plain-http --platform linux/arm64 {multi}
      ~ images pull --plain-http --snapshotter native {multi}
      ~ images pull --plain-http --snapshotter nope {multi}
      ~ images pull --local --plain-http --snapshotter nope {multi}
      ~ images pull --plain-http {registry}/none:1
      ~ images pull --local --plain-http {registry}/none:1
      images pull
      images ls
      images ls -q
      images ls name~=multi
      images ls 'name=='
      images check
      images check --quiet
      images check --snapshotter native
      images inspect {multi}
      images inspect --content {multi}
      images inspect none:1
      images usage {image}
      images usage none:1
      images tag {multi} other.test/a:1
      images tag {multi} other.test/a:1
      images tag --force {multi} other.test/a:1 other.test/b:1
      images tag --local {multi} other.test/c:1
      images tag --local {multi} other.test/c:1
      images tag {multi} Bad
      images tag --skip-reference-check {multi} Bad
      images tag none:1 other.test/d:1
      images label other.test/a:1 a=b c=d
      images label --replace-all other.test/a:1 e=f
      images label other.test/a:1 e=
      images label none:1 a=b
      images mount {image} {dir}/mnt
      images mount {image} {dir}/mnt
      images unmount {dir}/mnt
      images unmount --rm {dir}/mnt
      snapshots rm {dir}/mnt
      images mount --rw {image} {dir}/mnt
      images unmount --rm {dir}/mnt
      images mount --platform linux/s390x {multi} {dir}/mnt
      images mount none:1 {dir}/mnt
      ~ images export --platform linux/amd64 {dir}/one.tar {multi}
      ~ images export --all-platforms {dir}/all.tar {multi}
      ~ images export --local --skip-manifest-json {dir}/local.tar {multi}
      ~ images export {dir}/none.tar none:1
      ~ images push --plain-http {registry}/pushed:1 {multi}
      ~ images push --local --plain-http {registry}/pushed:2 {multi}
      ~ images push --plain-http {registry}/pushed:3 none:1
      ~ images convert --uncompress --oci {multi} converted.test/a:1
      ~ images convert --uncompress none:1 converted.test/b:1
      ~ images convert --erofs raw {image} converted.test/c:1
      content get sha256:0000000000000000000000000000000000000000000000000000000000000000
      images rm other.test/a:1 Bad none:1
      images rm --sync {multi} other.test/b:1 other.test/c:1 converted.test/a:1 converted.test/c:1
      ~ images import {dir}/all.tar
      ~ images import --local --base-name base.test/a --digests {dir}/one.tar
      ~ images import --index-name index.test/a:1 --no-unpack {dir}/all.tar
      ~ images import --snapshotter native {dir}/one.tar
      ~ images import --no-unpack --discard-unpacked-layers --local {dir}/one.tar
      ~ images import {dir}/text
      ~ images import {dir}/none
      images ls -q
      ~ images prune
      images prune --all
      images ls -q
    `);
    expect(seen.get("images check --quiet")?.exitCode).toBe(0);
  });

  test("content", async () => {
    await both("content", `
      ~ images pull --plain-http {image}
      content ls -q
      content ls
      ~ content fetch --plain-http {multi}
      ~ content fetch --plain-http --metadata-only {multi}
      ~ content fetch --plain-http {registry}/none:1
      content fetch-object --plain-http {multi}
      content fetch-object --plain-http {registry}/none:1
      ~ content fetch-blob --plain-http {registry}/none:1 sha256:0000000000000000000000000000000000000000000000000000000000000000
      content ingest one < {dir}/text
      content ingest one < {dir}/text
      content ingest --expected-size 6 --expected-digest sha256:5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03 two < {dir}/text
      content ingest --expected-size 7 three < {dir}/text
      content ingest --expected-digest sha256:0000000000000000000000000000000000000000000000000000000000000000 four < {dir}/text
      content ingest
      any order content active
      content active nothing
      content active --root {dir}
      content get sha256:5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03
      content get sha256:0000000000000000000000000000000000000000000000000000000000000000
      content get bad
      content label sha256:5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03 a=b c=
      content label sha256:0000000000000000000000000000000000000000000000000000000000000000 a=b
      content ls labels.a==b
      content edit --editor 'sed -i s/hello/bye/' sha256:5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03
      content edit --editor true sha256:0000000000000000000000000000000000000000000000000000000000000000
      content edit --validate json sha256:5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03
      ~ content push-object --plain-http {registry}/{side}blob:1 sha256:5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03 text/plain
      ~ content push-object --plain-http {registry}/{side}blob:1 sha256:0000000000000000000000000000000000000000000000000000000000000000 text/plain
      content prune references --dry
      content prune references
      content rm sha256:5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03
      content rm sha256:0000000000000000000000000000000000000000000000000000000000000000
      content ls -q
    `);
  });

  test("snapshots", async () => {
    await both("snapshots", `
      ~ images pull --plain-http {image}
      snapshots ls
      snapshots tree
      snapshots prepare a
      snapshots prepare a
      snapshots prepare b none
      snapshots prepare --target {dir}/mnt t
      snapshots prepare --mounts m
      snapshots info a
      snapshots info none
      snapshots mounts {dir}/mnt a
      snapshots mounts --temp {dir}/mnt a
      snapshots mounts {dir}/mnt none
      snapshots view v a
      snapshots usage a
      snapshots usage -b a
      snapshots usage none
      snapshots label a x=y
      snapshots label none x=y
      snapshots commit base a
      snapshots commit base none
      snapshots info base
      snapshots prepare c base
      snapshots view v base
      snapshots commit base c
      snapshots diff --media-type application/vnd.oci.image.layer.v1.tar c
      snapshots diff --media-type application/vnd.oci.image.layer.v1.tar c base
      snapshots diff --media-type application/vnd.oci.image.layer.v1.tar --keep --ref kept --label a=b c
      snapshots diff none
      snapshots tree
      snapshots rm base
      snapshots rm v c base m t
      snapshots rm none
      snapshots --snapshotter native ls
      snapshots --snapshotter nope ls
      snapshots unpack sha256:0000000000000000000000000000000000000000000000000000000000000000
      snapshots ls labels.a==b
    `);
  });

  test("containers, leases, namespaces", async () => {
    await both("records", `
      containers create {image} {id} sleep 1000
      containers create {image} {id} sleep 1000
      containers create none:1 {id}-2
      containers create --label a=b --env A=1 --annotation x=y {image} {id}-3
      containers create --with-ns uts:/proc/1/ns/uts --cwd /tmp --user 1:2 {image} {id}-4 true
      containers create {image} bad/id
      containers create --runtime io.containerd.none.v1 {image} {id}-5
      containers ls
      containers ls -q
      containers ls labels.a==b
      containers ls id~=
      ~ containers info {id}
      ~ containers info --spec {id}
      containers info none
      containers label {id} c=d
      containers label {id} c=
      containers label none a=b
      containers checkpoint {id} check:1
      containers checkpoint --rw --image --task none check:1
      containers restore {id}-6 none:1
      tasks start none
      containers rm {id} {id}-3 none
      containers rm --keep-snapshot {id}-4
      snapshots rm {id}-4
      containers rm {id}-5
      containers ls -q
      leases create --id one a=b
      leases create --id one
      leases create --id two --expires 0
      leases create --id 'bad id'
      leases ls
      leases ls -q id==two
      leases rm one none
      leases rm --sync two
      leases ls -q
      namespaces create {ns}-made a=b
      namespaces create {ns}-made
      namespaces create 'bad name'
      namespaces label {ns}-made a=c d=e
      namespaces label {ns}-none a=c
      -n {ns}-made leases create --id held
      namespaces rm {ns}-made
      -n {ns}-made leases rm held
      namespaces rm --cgroup {ns}-made
      namespaces rm {ns}-made
    `);
  });

  test("tasks", async () => {
    await both("tasks", `
      run -d {image} {id} sleep 1000
      until RUNNING tasks ls
      tasks ls -q
      tasks start {id}
      tasks start none
      ~ tasks ps {id}
      tasks ps none
      ~ tasks metrics {id}
      ~ tasks metrics --format json {id}
      tasks metrics none
      tasks exec --exec-id e1 {id} sh -c 'echo out; exit 3'
      tasks exec --exec-id e2 --cwd /etc --user 1000:1000 {id} sh -c 'pwd; id -u; id -g'
      tasks exec --exec-id e3 --user nosuch {id} true
      tasks exec --exec-id e4 {id} /no/such
      tasks exec --exec-id e5 {id} cat < {dir}/text
      tasks exec --exec-id e6 --log-uri file://{dir}/log {id} echo logged
      tasks exec --exec-id e7 --fifo-dir {dir} {id} echo fifo
      tasks exec --exec-id e8 -d {id} sleep 1000
      tasks exec --exec-id e8 {id} true
      tasks exec --exec-id 'bad id' {id} true
      tasks exec {id} true
      tasks exec --exec-id e9 none true
      tasks kill --exec-id e8 -s SIGKILL {id}
      tasks kill --exec-id nosuch {id}
      tasks kill -s NOSUCH {id}
      tasks kill none
      tasks pause {id}
      tasks pause {id}
      until PAUSED tasks ls
      tasks exec --exec-id e10 {id} true
      tasks resume {id}
      tasks resume {id}
      tasks pause none
      tasks resume none
      tasks checkpoint none
      tasks attach none
      tasks rm {id}
      tasks rm none
      containers rm {id}
      tasks kill -a -s SIGKILL {id}
      until STOPPED tasks ls
      tasks kill {id}
      tasks exec --exec-id e11 {id} true
      tasks pause {id}
      tasks attach {id}
      tasks rm {id}
      tasks start -d --null-io --pid-file {dir}/pid {id}
      tasks rm -f {id}
      tasks start --log-uri file://{dir}/log2 -d {id}
      tasks rm -f {id} none
      containers rm {id}
    `);
  });

  test("run: process, mounts, limits, security", async () => {
    const profile = join(dir.path, "seccomp.json");
    writeFileSync(profile, JSON.stringify({ defaultAction: "SCMP_ACT_ALLOW", syscalls: [{ names: ["mkdir", "mkdirat"], action: "SCMP_ACT_ERRNO" }] }));
    await both("run", `
      run --rm --env A=1 --env-file {dir}/env {image} {new} sh -c 'echo $A $B'
      run --rm --env-file {dir}/none {image} {new} true
      run --rm --cwd /etc {image} {new} pwd
      run --rm --cwd relative {image} {new} pwd
      run --rm --user 1000:1001 {image} {new} sh -c 'id -u; id -g'
      run --rm --user nosuch {image} {new} true
      run --rm --hostname named {image} {new} hostname
      run --rm --read-only {image} {new} touch /x
      run --rm --mount type=tmpfs,dst=/mnt,options=size=1m {image} {new} sh -c 'grep " /mnt " /proc/mounts | cut -d" " -f1-3'
      run --rm --mount type=bind,src={dir},dst=/mnt,options=rbind:ro {image} {new} cat /mnt/text
      run --rm --mount type=bind,src={dir}/none,dst=/mnt,options=rbind {image} {new} true
      run --rm --mount nonsense {image} {new} true
      run --rm --rlimit-nofile 100:200 {image} {new} sh -c 'ulimit -n; ulimit -Hn'
      run --rm --rlimit-nofile 200:100 {image} {new} true
      run --rm --rlimit-nofile x {image} {new} true
      run --rm {image} {new} grep -E '^(Cap|NoNewPrivs|Seccomp:)' /proc/self/status
      run --rm --cap-drop CAP_CHOWN --cap-add CAP_SYS_ADMIN {image} {new} grep CapEff /proc/self/status
      run --rm --cap-add NOSUCH {image} {new} true
      run --rm --cap-add CAP_NOSUCH {image} {new} true
      run --rm --privileged {image} {new} grep CapEff /proc/self/status
      run --rm --privileged --privileged-without-host-devices {image} {new} sh -c 'ls /dev | wc -l'
      run --rm --allow-new-privs {image} {new} grep NoNewPrivs /proc/self/status
      run --rm --seccomp {image} {new} grep Seccomp: /proc/self/status
      run --rm --seccomp --seccomp-profile {profile} {image} {new} mkdir /x
      run --rm --seccomp-profile {profile} {image} {new} true
      run --rm --seccomp --seccomp-profile {dir}/none {image} {new} true
    `, { profile });
  });

  test("run: namespaces, cgroups, devices, platforms, snapshotters, stdio", async () => {
    await both("run-2", `
      run --rm --with-ns uts:/proc/1/ns/uts {image} {new} true
      run --rm --with-ns uts:/proc/1/ns/none {image} {new} true
      run --rm --with-ns nonsense {image} {new} true
      run --rm --pid-file {dir}/pid {image} {new} true
      run --rm --cgroup /{ns}/named {image} {new} true
      run --rm --cgroup '' {image} {new} true
      run --rm --cpus 0.5 {image} {new} true
      run --rm --cpus 0.5 --cpu-quota 1000 {image} {new} true
      run --rm --cpu-quota 50000 --cpu-period 100000 --cpu-shares 512 --cpuset-cpus 0 --cpuset-mems 0 {image} {new} true
      run --rm --cpuset-cpus 4000 {image} {new} true
      run --rm --memory-limit 67108864 {image} {new} true
      run --rm --device /dev/null {image} {new} ls /dev/null
      run --rm --device {dir}/none {image} {new} true
      run --rm --platform linux/arm64 {image} {new} true
      run --rm --platform nonsense/x/y/z {image} {new} true
      run --rm --snapshotter native {image} {new} echo native
      run --rm --snapshotter nope {image} {new} true
      run --rm --snapshotter-label containerd.io/snapshot/a=b {image} {new} true
      run --rm --log-uri file://{dir}/log {image} {new} echo logged
      run --rm --log-uri nosuch://x {image} {new} echo logged
      run --rm --log-uri binary://{dir}/none {image} {new} echo logged
      run --rm --null-io {image} {new} echo unseen
      run --rm --tty {image} {new} true
      run --rm --detach {image} {new} true
      run --rm --fifo-dir {dir} {image} {new} echo fifo
    `);
  });

  test("run: root file systems, user namespaces, runtimes, what can't run", async () => {
    const rootfs = join(dir.path, "rootfs");
    for (const name of ["bin", "proc", "dev", "sys", "run", "tmp", "etc"]) mkdirSync(join(rootfs, name), { recursive: true });
    await must("cp", ["/bin/busybox", join(rootfs, "bin/echo")]);
    await both("run-3", `
      run --rm --gpus 0 {image} {new} true
      run --rm --rdt-class nosuch {image} {new} true
      run --rm --blockio-class nosuch {image} {new} true
      run --rm --blockio-config-file {dir}/none --blockio-class nosuch {image} {new} true
      run --rm --apparmor-profile nosuch {image} {new} true
      run --rm --apparmor-default-profile nosuch {image} {new} true
      run --rm --cni {image} {new} true
      run --rm --rootfs {rootfs} {new} echo rootfs
      run --rm --rootfs {dir}/none {new} echo rootfs
      run --rm --rootfs-propagation rslave {image} {new} true
      run --rm --rootfs-propagation nonsense {image} {new} true
      run --rm --no-pivot {image} {new} true
      run --rm --uidmap 0:100000:65536 --gidmap 0:100000:65536 {image} {new} cat /proc/self/uid_map
      run --rm --uidmap 0:100000:65536 --gidmap 0:100000:65536 --remap-labels {image} {new} cat /proc/self/uid_map
      run --rm --uidmap 0:100000 --gidmap 0:100000:65536 {image} {new} true
      run --rm --uidmap 0:100000:65536 {image} {new} true
      run --rm --runtime io.containerd.none.v1 {image} {new} true
      run --rm --runtime {dir}/none {image} {new} true
      run --rm --runtime nonsense {image} {new} true
      run --rm --runtime-config-path {dir}/none {image} {new} true
      run --rm --runc-binary {common}/none {image} {new} true
      run --rm --runc-root {common}/runc {image} {new} echo root
      run --rm --runc-systemd-cgroup {image} {new} true
      run --rm --config {dir}/text {new}
      run --rm --config {dir}/none {new}
      run --rm --sandbox nosuch {image} {new} true
      ~ run --rm --dump-config {dir}/dumped.json {image} {new} echo dumped
      run --rm --annotation a=b --label c=d {image} {new} echo labelled
      run --rm --net-host {image} {new} ls /sys/class/net/lo/mtu
      run --rm --sync-fs {image} {new} true
      run --rm {image} {new} sh -c 'exit 42'
      run --rm {image} {new} /no/such
      run --rm {image} 'bad/id' true
      run --rm none:1 {new} true
      run {image}
      containers ls -q
      tasks ls -q
      snapshots ls kind==active
    `, { rootfs });
  });

  test("plugins, version, info, deprecations, install, oci, shim, pprof", async () => {
    await both("rest", `
      ~ plugins ls
      ~ plugins ls -d
      plugins ls nosuch==x
      plugins ls type~=snapshotter,id==overlayfs -q
      ~ plugins inspect-runtime
      ~ plugins inspect-runtime --runc-binary crun
      plugins inspect-runtime --runtime io.containerd.none.v1
      ~ version
      ~ info
      # What containerd will drop is not dropped here.
      ~ deprecations list
      ~ deprecations list --format json
      install {image}
      install --path {dir}/opt {image}
      install --path {dir}/opt --replace --libs {image}
      install none:1
      oci spec
      shim --id none state
      pprof --debug-socket {dir}/debug.sock heap
    `);
  });
});
