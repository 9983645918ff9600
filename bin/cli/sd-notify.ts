import { libc } from "@stevedore/linux";

/** Tells a service manager how we are (sd_notify(3)); does nothing where none asks. */
export function createNotifier(address = process.env["NOTIFY_SOCKET"]): (message: string) => void {
  return address === undefined || address === "" ? () => undefined : (message) => sendDatagram(address, message);
}

const AF_UNIX = 1;
const SOCK_DGRAM = 2;
const SOCK_CLOEXEC = 0o2000000;

// Node has no datagram sockets of the unix kind.
function sendDatagram(address: string, message: string): void {
  const socket = libc.func("int socket(int domain, int type, int protocol)");
  const sendto = libc.func("long sendto(int fd, const uint8_t *data, size_t length, int flags, const uint8_t *address, uint addressLength)");
  const close = libc.func("int close(int fd)");
  const fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0) as number;
  // A leading @ stands for the abstract name space.
  const name = Buffer.concat([Buffer.from([AF_UNIX, 0]), Buffer.from(address.replace(/^@/, "\0"))]);
  const data = Buffer.from(message);
  sendto(fd, data, data.length, 0, name, name.length);
  close(fd);
}
