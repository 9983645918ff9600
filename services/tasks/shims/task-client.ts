import { TaskV2Service, TaskV3Service } from "@stevedore/api";
import { isError } from "@stevedore/errors";
import { createClient, type CallOptions, type Channel } from "@stevedore/rpc";
import type { TaskClient } from "./shim.ts";

/**
 * A client of somebody else's shim. Some shims announce version 3 and serve only 2: the first call that is answered
 * UNIMPLEMENTED is made again in version 2, and so are all after it.
 */
export function createTaskClient(channel: Channel, version: number): TaskClient {
  const v2 = createClient(TaskV2Service, channel) as unknown as TaskClient;
  let current = version >= 3 ? createClient(TaskV3Service, channel) : v2;
  const settle = async <R>(call: (client: TaskClient) => Promise<R>): Promise<R> => {
    try {
      return await call(current);
    } catch (error) {
      if (current === v2 || !isError(error, "unimplemented")) throw error;
      const reply = await call(v2);
      current = v2;
      return reply;
    }
  };
  const methods = Object.keys(TaskV3Service.methods) as (keyof TaskClient)[];
  const client = methods.map((name) => {
    const settles = name === "create" || name === "connect";
    const invoke = (on: TaskClient, request: never, options?: CallOptions): Promise<unknown> => on[name](request, options);
    return [name, (request: never, options?: CallOptions) => (settles ? settle((on) => invoke(on, request, options)) : invoke(current, request, options))];
  });
  return Object.fromEntries(client) as TaskClient;
}
