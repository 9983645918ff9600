import path from "node:path";

/** The supervisor's own files under STATE. */
export function createHostFiles(state: string) {
  return {
    /** Held locked while a supervisor runs. */
    lock: path.join(state, "host.lock"),
    /** Control socket: HTTP, `GET /status`, `POST /stop`. */
    control: path.join(state, "host.sock"),
    /** The resolved configuration that the services read. */
    config: path.join(state, "config.json"),
    natsConfig: path.join(state, "nats.conf"),
    sockets: path.join(state, "sockets"),
  };
}

export type HostFiles = ReturnType<typeof createHostFiles>;
