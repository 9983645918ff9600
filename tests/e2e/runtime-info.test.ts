import { IntrospectionService, containerd, packAny } from "@stevedore/api";
import { expect, test } from "vitest";
import { connectGrpc, startHost } from "../kit/mod.ts";

const SERVICE = "containerd.services.introspection.v1.Introspection";
type PluginInfo = containerd.services.introspection.v1.PluginInfoResponse;

test("PluginInfo describes runtimes: ours, somebody else's, and one that is not there", async () => {
  await using host = await startHost();
  await using client = connectGrpc(host.address, host.namespace);
  const ask = (request: object) => client.unary<PluginInfo>(SERVICE, IntrospectionService.methods.pluginInfo as never, { type: "io.containerd.runtime.v2", id: "task", ...request });
  const askRuntime = async (runtimePath: string, binaryName?: string) => {
    const options = binaryName === undefined ? {} : { options: packAny("containerd.runc.v1.Options", containerd.runc.v1.Options, { binaryName }) };
    const { plugin, extra } = await ask({ options: packAny("containerd.types.RuntimeRequest", containerd.types.RuntimeRequest, { runtimePath, ...options }) });
    expect(plugin?.id).toBe("task");
    return containerd.types.RuntimeInfo.decode(extra!.value!);
  };
  expect((await ask({})).extra).toBeFalsy();

  const ours = await askRuntime("io.containerd.runc.v2", "runc");
  expect(ours.name).toBe("io.containerd.stevedore.v2");
  expect(ours.version?.version).toMatch(/^\d+\.\d+\.\d+$/);
  expect(containerd.runc.v1.Options.decode(ours.options!.value!).binaryName).toBe("runc");
  expect(ours.features?.type_url).toBe("types.containerd.io/opencontainers/runtime-spec/1/features/Features");
  expect(JSON.parse(Buffer.from(ours.features!.value!).toString())).toMatchObject({ ociVersionMin: "1.0.0" });
  expect((await askRuntime("io.containerd.stevedore.v2")).options).toBeFalsy();

  // Debian's shim is older than the question.
  await expect(askRuntime("/usr/bin/containerd-shim-runc-v2")).rejects.toThrow(/failed to run \[\/usr\/bin\/containerd-shim-runc-v2 -info\].*flag provided but not defined: -info/s);
  await expect(askRuntime("io.containerd.kata.v2")).rejects.toThrow(/containerd-shim-kata-v2/);
  await expect(askRuntime("io.containerd.runc.v2", "no-such-runtime")).rejects.toThrow(/failed to look up the path of .*no-such-runtime/);
  await expect(ask({ options: { type_url: "x.y.Z", value: new Uint8Array() } })).rejects.toThrow(/unknown request type x\.y\.Z/);
  await expect(ask({ type: "io.containerd.gc.v1", id: "scheduler", options: { type_url: "x.y.Z", value: new Uint8Array() } })).rejects.toMatchObject({ code: 12 });
}, 60_000);
