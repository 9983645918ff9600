import { readFileSync } from "node:fs";
import path from "node:path";
import { invalidArgument, messageOf } from "@stevedore/errors";
import { expandTemplate, type TemplateFunctions } from "./template.ts";

/** What an OCI runtime writes to a hook's standard input. */
interface HookState {
  id?: string;
  status?: string;
  pid?: number;
  bundle?: string;
  annotations?: Record<string, string>;
}

/**
 * `containerd oci-hook -- PROGRAM ARGUMENT...`: becomes that program, with what the container's state says put into its arguments
 * and environment: `{{id}}`, `{{pid}}`, `{{bundle}}`, `{{rootfs}}`, `{{status}}`, `{{annotation "NAME"}}`.
 */
export function runOciHook(args: readonly string[]): never {
  const state = readJson("the container's state on standard input", () => readFileSync(0, "utf8")) as HookState;
  const functions = functionsOf(state);
  const [program, ...rest] = (args[0] === "--" ? args.slice(1) : args).map((arg) => expandTemplate(arg, functions));
  if (program === undefined) throw invalidArgument("oci-hook needs a program to run", { hint: "containerd oci-hook -- /path/to/program ARGUMENT..." });
  const { STEVEDORE_HOME: _ours, ...inherited } = process.env;
  const env = Object.fromEntries(Object.entries(inherited).map(([name, value]) => [name, expandTemplate(value!, functions)]));
  return process.execve!(program, [program, ...rest], env);
}

function functionsOf({ id = "", status = "", pid = 0, bundle = "", annotations = {} }: HookState): TemplateFunctions {
  const spec = readJson(path.join(bundle, "config.json"), () => readFileSync(path.join(bundle, "config.json"), "utf8")) as { root?: { path?: string } };
  return {
    id: () => id,
    status: () => status,
    pid: () => String(pid),
    bundle: () => bundle,
    rootfs: () => path.resolve(bundle, spec.root?.path ?? ""),
    annotation: (name) => annotations[name!] ?? "",
  };
}

function readJson(what: string, read: () => string): object {
  try {
    return JSON.parse(read()) as object;
  } catch (error) {
    throw invalidArgument(`${what} can't be read: ${messageOf(error)}`);
  }
}
