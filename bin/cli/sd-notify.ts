import { execFile } from "node:child_process";

/** Tells a service manager how we are (sd_notify(3)); does nothing where none asks. */
export function createNotifier(): (message: string) => void {
  if (process.env["NOTIFY_SOCKET"] === undefined) return () => undefined;
  // Node has no datagram unix sockets; systemd's own program does, and is there where systemd is.
  return (message) => void execFile("systemd-notify", [`--pid=${process.pid}`, message], () => undefined);
}
