import { HealthService } from "@stevedore/api";
import { createHandlerTable } from "@stevedore/rpc";
import { runService } from "../mod.ts";

// A whole service process: answers health, and records an event for each call.
await runService("content", async (host) => {
  const store = host.store();
  const table = createHandlerTable();
  table.add(HealthService, {
    async check(request) {
      await store.transact((tx) => tx.put("calls", request.service, Buffer.from("1")));
      return { status: 1 };
    },
  });
  return { table };
});
