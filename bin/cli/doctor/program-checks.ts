import { accessSync, constants } from "node:fs";
import path from "node:path";
import { execa } from "execa";
import { ordinaryUser } from "@stevedore/config";
import { fail, ok, type Finding } from "./finding.ts";

/** The first line that a program prints, or undefined when it can't be run. */
export async function askVersion(command: string, args: readonly string[] = ["--version"]): Promise<string | undefined> {
  const result = await execa(command, args, { reject: false, all: true });
  return result.failed ? undefined : result.all.split("\n")[0];
}

export async function checkUser(): Promise<Finding[]> {
  const uid = process.getuid?.() ?? -1;
  const user = ordinaryUser();
  if (uid === 0 && user !== undefined) return [ok("user", `uid ${user}, as root of a user namespace: containers get no cgroups unless they are delegated`)];
  return [uid === 0 ? ok("user", "root") : fail("user", `uid ${uid}; mounts and cgroups need root`, "run it as root or with sudo")];
}

export async function checkNode(): Promise<Finding[]> {
  return [ok("node", process.version)];
}

export async function checkNats(): Promise<Finding[]> {
  const version = await askVersion("nats-server");
  return [version === undefined ? fail("nats-server", "not found on PATH", "apt-get install nats-server, or set [stevedore.nats] url to a server of yours") : ok("nats-server", version)];
}

export async function checkMonitor(): Promise<Finding[]> {
  const file = path.join(process.env["STEVEDORE_HOME"] ?? "", "services/shim/monitor/monitor");
  try {
    accessSync(file, constants.X_OK);
    return [ok("monitor", "built")];
  } catch {
    return [fail("monitor", "not built", "npm run setup")];
  }
}
