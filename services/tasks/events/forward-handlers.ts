import type { EventsTtrpcService } from "@stevedore/api";
import type { Handlers } from "@stevedore/rpc";
import { readEventId } from "./event-id.ts";
import type { EventRecorder } from "./event-recorder.ts";

/** containerd.services.events.ttrpc.v1: where shims send their events. Confirmed when they are on disk. */
export function createForwardHandlers(recorder: EventRecorder): Handlers<typeof EventsTtrpcService> {
  return {
    async forward({ envelope }, { metadata }) {
      await recorder.forward(envelope, readEventId(metadata));
      return {};
    },
  };
}
