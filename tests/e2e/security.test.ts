import { spawn } from "node:child_process";
import { existsSync, readlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { eventually, goClient, NEWEST_CONTAINERD, NEWEST_CTR, stopProcess, tempDir, type RunResult, type Side, type TempDir } from "../kit/mod.ts";
import { failure, same, startPairWithImage, type PairWithImage } from "./pair.ts";

// What keeps a container apart from its host, seen from inside it: ours has to hand all of it on as stock does. One runtime on both sides, so that its own defaults are no difference.

const newest = { client: await goClient(NEWEST_CTR), daemon: await goClient(NEWEST_CONTAINERD) };

const STATUS = "grep -E '^(Uid|Gid|Groups|Cap|NoNewPrivs|Seccomp)' /proc/self/status";
const PATHS = "/proc/acpi /proc/asound /proc/kcore /proc/keys /proc/latency_stats /proc/timer_list /proc/timer_stats /proc/sched_debug /proc/scsi /sys/firmware /sys/devices/virtual/powercap";
const MASKED = `for path in ${PATHS}; do echo $path $(head -c1 $path 2>/dev/null | wc -c) $(ls $path 2>/dev/null | wc -l); done`;
// Opened to append, and nothing is written: some of it is the host's own.
const WRITABLE = "for path in /proc/sys/kernel/domainname /proc/irq/default_smp_affinity /sys/kernel/mm/ksm/run /etc/motd; do (: >> $path) 2>/dev/null && echo $path can be written; done";
// Mount point, options and type; the container's id is in a source or two.
const MOUNTS = "cut -d' ' -f2,3,4 /proc/self/mounts | sed 's/\\(lower\\|upper\\|work\\)dir=[^, ]*//g; s/,uuid=[a-z]*//' | sort";
const LIMITS = "ulimit -a | sort; cat /proc/self/oom_score_adj";
// Each of these is allowed by some capability, or refused by a seccomp profile.
const ATTEMPTS = [
  "unshare -U true 2>/dev/null; echo unshare $?",
  "mount -t tmpfs tmpfs /tmp 2>/dev/null; echo mount $?",
  "mknod /null c 1 3 2>/dev/null; echo mknod $?",
  "chown 1:1 /etc/motd 2>/dev/null; echo chown $?",
  "hostname other 2>/dev/null; echo hostname $?",
  "chroot / true 2>/dev/null; echo chroot $?",
  "mkdir /made 2>/dev/null; echo mkdir $?",
  "su alice -c id 2>/dev/null",
].join("; ");
const DEVICES = "ls -l /dev | awk '{print $1, $NF}' | grep -v -e total -e console | sort; umask";
const PROBE = [STATUS, DEVICES, MASKED, WRITABLE, MOUNTS, LIMITS, ATTEMPTS].join("; ");

/** The runs of one pair, with which `ctr` and against which containerd. */
function runsOf(pair: () => PairWithImage, runtime: "crun" | "runc", binary?: string) {
  const options = binary === undefined ? {} : { binary };
  let runs = 0;
  const run = (side: Side, id: string, flags: readonly string[], script: string): Promise<RunResult> =>
    side.ctr(["run", "--rm", "--runc-binary", runtime, ...flags, pair().image, id, "sh", "-c", script], options);
  const withoutWarnings = (text: string): string => text.replace(/^time=.*DEPRECATION.*\n/gm, "");
  return {
    /** Output and exit code have to be the same. */
    async sameRun(flags: readonly string[], script: string): Promise<string> {
      const id = pair().id(`run-${++runs}`);
      const seen = await same(pair(), async (side) => {
        const { stdout, stderr, exitCode } = await run(side, id, flags, script);
        return { stdout, stderr: withoutWarnings(stderr), exitCode };
      });
      expect(seen.exitCode, seen.stderr).toBe(0);
      return seen.stdout;
    },
    /** Both refuse, and both say why. */
    async sameRefusal(flags: readonly string[], reason: RegExp): Promise<void> {
      const id = pair().id(`run-${++runs}`);
      const seen = await same(pair(), async (side) => {
        const refused = await run(side, id, flags, "true");
        // What ctr itself finds wrong with its flags it finds after it has made the snapshot.
        await side.ctr(["snapshots", "rm", id]);
        return { ...failure(refused), said: reason.test(refused.stderr) || refused.stderr };
      });
      expect(seen).toMatchObject({ exitCode: 1, said: true });
    },
    async ofDetached<T>(flags: readonly string[], look: (side: Side, id: string) => Promise<T>): Promise<T> {
      return same(pair(), async (side) => {
        const id = pair().id("detached");
        await side.must(["run", "-d", "--runc-binary", runtime, ...flags, pair().image, id, "sleep", "1000"], options);
        try {
          return await look(side, id);
        } finally {
          await side.must(["tasks", "rm", "-f", id]);
          await side.must(["containers", "rm", id]);
        }
      });
    },
  };
}

let files: TempDir;

beforeAll(async () => {
  files = await tempDir("security");
});

afterAll(() => files?.[Symbol.asyncDispose]());

/** A seccomp profile in which making a directory fails. */
function noMkdir(action: object): string {
  const file = join(files.path, "seccomp.json");
  writeFileSync(file, JSON.stringify({ defaultAction: "SCMP_ACT_ALLOW", syscalls: [{ names: ["mkdir", "mkdirat"], ...action }] }));
  return file;
}

describe("ctr 1.6", () => {
  let pair: PairWithImage;
  const { sameRun, sameRefusal, ofDetached } = runsOf(() => pair, "crun");

  beforeAll(async () => {
    pair = await startPairWithImage();
  });

  afterAll(() => pair?.[Symbol.asyncDispose]());

  test("nothing asked for: capabilities, masked and read-only paths, mounts, limits", async () => {
    const seen = await sameRun([], PROBE);
    expect(seen).toContain("NoNewPrivs:\t1");
    expect(seen).toContain("/etc/motd can be written");
    await sameRun(["--runc-binary", "runc"], PROBE);
  });

  test("--seccomp: the default profile", async () => {
    const seen = await sameRun(["--seccomp"], PROBE);
    expect(seen).toMatch(/Seccomp:\t2[^]*unshare 1/);
    expect(await sameRun(["--seccomp", "--cap-add", "CAP_SYS_ADMIN"], PROBE)).toMatch(/Seccomp:\t2[^]*unshare 0\nmount 0/);
  });

  test("--seccomp-profile: one of the client's own", async () => {
    const profile = noMkdir({ action: "SCMP_ACT_ERRNO", errnoRet: 28 });
    expect(await sameRun(["--seccomp", "--seccomp-profile", profile], `${STATUS}; mkdir /x 2>&1; echo $?`)).toContain("No space left on device");
    await sameRun(["--seccomp", "--seccomp-profile", noMkdir({ action: "SCMP_ACT_KILL_PROCESS" })], "mkdir /x; echo $?; test -e /x; echo $?");
    await sameRefusal(["--seccomp", "--seccomp-profile", noMkdir({ action: "SCMP_ACT_NONSENSE" })], /SCMP_ACT_NONSENSE|seccomp/);
  });

  test("--cap-add, --cap-drop, --allow-new-privs", async () => {
    expect(await sameRun(["--cap-add", "CAP_SYS_ADMIN", "--cap-add", "CAP_SYS_TIME"], `${STATUS}; ${ATTEMPTS}`)).toContain("mount 0");
    expect(await sameRun(["--cap-drop", "CAP_MKNOD", "--cap-drop", "CAP_CHOWN", "--cap-drop", "CAP_SYS_CHROOT"], `${STATUS}; ${ATTEMPTS}`)).toMatch(/mknod 1\nchown 1\n[^]*chroot 1/);
    expect(await sameRun(["--allow-new-privs"], STATUS)).toContain("NoNewPrivs:\t0");
  });

  test("--read-only, --privileged", async () => {
    expect(await sameRun(["--read-only"], `${ATTEMPTS}; ${MOUNTS}`)).toContain("mkdir 1");
    const privileged = `${STATUS}; ${MASKED.replace("/proc/kcore", "")}; ${WRITABLE}; ${MOUNTS}; ls /dev | sort | grep -v -e tty -e console; mount -t tmpfs tmpfs /tmp; echo $?`;
    expect(await sameRun(["--privileged"], privileged)).toContain("/proc/sys/kernel/domainname can be written");
  });

  test("--device, --mount, --cwd, --env", async () => {
    expect(await sameRun(["--device", "/dev/fuse"], "ls -l /dev/fuse | awk '{print $1, $5, $6}'; : < /dev/fuse; echo $?")).toMatch(/^crw[^]*\n0\n$/);
    await sameRun(["--mount", "type=tmpfs,src=tmpfs,dst=/mem,options=noexec:nosuid:nodev:size=65536", "--cwd", "/mem", "--env", "A=1", "--env", "PATH=/bin", "--env", "FROM_IMAGE"], `pwd; env | grep -v HOSTNAME | sort; ${MOUNTS}`);
    await sameRefusal(["--device", "/dev/no-such-device"], /no-such-device/);
  });

  test("--with-ns, for namespaces of other kinds, and one that isn't there", async () => {
    const other = spawn("unshare", ["--uts", "--ipc", "--net", "sleep", "1000"], { stdio: "ignore" });
    try {
      const kinds = { uts: "uts", ipc: "ipc", network: "net" };
      const links = (pid: number | "self"): string[] => Object.values(kinds).map((kind) => readlinkSync(`/proc/${pid}/ns/${kind}`));
      await eventually("its namespaces are there", () => links(other.pid!).every((link) => !links("self").includes(link)));
      const joined = Object.entries(kinds).flatMap(([name, kind]) => ["--with-ns", `${name}:/proc/${other.pid}/ns/${kind}`]);
      expect((await sameRun(joined, "for kind in uts ipc net; do readlink /proc/self/ns/$kind; done")).trim().split("\n")).toEqual(links(other.pid!));
      await sameRefusal(["--with-ns", "network:/proc/0/ns/net"], /\/proc\/0\/ns\/net|No such file/i);
    } finally {
      await stopProcess(other);
    }
  });

  test("--uidmap, --gidmap: a user namespace", async () => {
    const maps = ["--uidmap", "0:100000:65536", "--gidmap", "0:100000:65536"];
    expect(await sameRun(maps, `cat /proc/self/uid_map /proc/self/gid_map; ${STATUS}; stat -c '%u:%g' /bin /home/alice /etc/motd; ${ATTEMPTS}`)).toMatch(/0\s+100000\s+65536/);
  });

  test("--cgroup, --memory-limit, --cpus, --cpu-quota, --cpu-period, --cpu-shares: as seen inside", async () => {
    const group = "cut -d: -f2,3 /proc/self/cgroup | sort; cat /sys/fs/cgroup/memory/memory.limit_in_bytes /sys/fs/cgroup/cpu/cpu.cfs_quota_us /sys/fs/cgroup/cpu/cpu.cfs_period_us /sys/fs/cgroup/cpu/cpu.shares /sys/fs/cgroup/memory.max /sys/fs/cgroup/cpu.max 2>/dev/null; true";
    await sameRun(["--memory-limit", "67108864", "--cpus", "0.25", "--cpu-shares", "256"], group);
    await sameRun(["--cpu-quota", "20000", "--cpu-period", "50000", "--cgroup", `/${pair.namespace}/elsewhere`], group);
    await sameRefusal(["--cpus", "0.5", "--cpu-quota", "1000"], /cpu/);
    await sameRefusal(["--memory-limit", "1"], /memory|busy|cannot allocate|No such process|Broken pipe|cgroup/i);
  });

  test("--rootfs-propagation, --annotation, --config with rlimits and an oom score", async () => {
    expect(await sameRun(["--rootfs-propagation", "rshared"], "head -1 /proc/self/mountinfo | grep -o shared")).toBe("shared\n");
    const config = join(files.path, "config.json");
    const rlimits = [{ type: "RLIMIT_NOFILE", soft: 100, hard: 200 }, { type: "RLIMIT_CORE", soft: 0, hard: 0 }, { type: "RLIMIT_NPROC", soft: 512, hard: 512 }];
    await ofDetached([], async (side, id) => {
      const { Spec: spec } = JSON.parse(await side.must(["containers", "info", id])) as { Spec: { process: { rlimits: unknown; oomScoreAdj?: number; args: string[] }; linux: { cgroupsPath: string } } };
      spec.process = { ...spec.process, rlimits, oomScoreAdj: 321, args: ["sh", "-c", `${LIMITS}; ulimit -Hn`] };
      spec.linux.cgroupsPath += "-configured";
      writeFileSync(config, JSON.stringify({ ...spec, root: { path: "rootfs" } }));
      const { stdout, exitCode } = await side.ctr(["run", "--rm", "--runc-binary", "crun", "--snapshotter", "overlayfs", "--config", config, "--rootfs", pair.id("none"), pair.id("configured")]);
      return { stdout, exitCode };
    });
  });

  test.skipIf(existsSync("/sys/module/apparmor"))("AppArmor, which this kernel hasn't got", async () => {
    await sameRefusal(["--apparmor-default-profile", "stevedore-tests"], /apparmor/i);
    await sameRefusal(["--apparmor-profile", "stevedore-tests"], /apparmor/i);
  });
});

// This stock hands on the version of its client's specs, which Debian's crun does not know.
describe("ctr 2.3.4", () => {
  if ("skip" in newest.client || "skip" in newest.daemon) {
    test.skip(`needs ctr and containerd 2.3.4: ${"skip" in newest.client ? newest.client.skip : ""}`);
    return;
  }
  const { client, daemon } = newest as { client: { path: string }; daemon: { path: string } };
  let pair: PairWithImage;
  const { sameRun, sameRefusal } = runsOf(() => pair, "runc", client.path);

  beforeAll(async () => {
    pair = await startPairWithImage({ stockBinary: daemon.path });
  });

  afterAll(() => pair?.[Symbol.asyncDispose]());

  test("nothing asked for, and its seccomp profile", async () => {
    await sameRun([], PROBE);
    await sameRun(["--seccomp"], PROBE);
  });

  test("--uidmap, --gidmap: several ranges, and with --remap-labels", async () => {
    const maps = ["--uidmap", "0:100000:1000", "--uidmap", "1000:200000:64536", "--gidmap", "0:100000:1000", "--gidmap", "1000:200000:64536"];
    const look = `cat /proc/self/uid_map /proc/self/gid_map; ${STATUS}; stat -c '%u:%g' /bin /home/alice /etc/motd; touch /made; stat -c '%u:%g' /made`;
    for (const remap of [[], ["--remap-labels"]]) expect(await sameRun([...maps, ...remap], look)).toMatch(/0\s+100000\s+1000\n\s+1000\s+200000\s+64536/);
  });

  test("--user, --hostname, --rlimit-nofile, --cpuset-cpus, --privileged-without-host-devices", async () => {
    expect(await sameRun(["--user", "alice"], `id; ${STATUS}`)).toContain("uid=1000");
    await sameRun(["--user", "1234:60"], "id");
    await sameRun(["--hostname", "named", "--rlimit-nofile", "100:200", "--cpuset-cpus", "0"], "hostname; ulimit -Sn; ulimit -Hn; nproc; grep Cpus_allowed_list /proc/self/status");
    await sameRun(["--privileged", "--privileged-without-host-devices"], `ls /dev | grep -v console | sort; ${STATUS}; ${MOUNTS}`);
    await sameRefusal(["--user", "nobody-knows"], /no users found|nobody-knows/);
    await sameRefusal(["--cpuset-cpus", "4000"], /cpuset|Invalid argument|out of range/i);
  });

  test.skipIf(existsSync("/sys/module/apparmor"))("AppArmor, which this kernel hasn't got; RDT and block I/O classes", async () => {
    await sameRefusal(["--apparmor-profile", "stevedore-tests"], /apparmor/i);
    await sameRefusal(["--blockio-class", "gold"], /blockio|gold/i);
    // Debian's runtimes pass over RDT.
    await sameRun(["--rdt-class", "gold"], STATUS);
  });
});
