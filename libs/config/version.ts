/** Our own version. */
export const VERSION = "0.1.0";

/**
 * What the Version API says. Clients steer by it: from 2.0.0 on nerdctl sends pushes, imports and exports through the
 * Transfer service, which only pulls so far; below that it uses the services that are complete.
 */
export const CONTAINERD_VERSION = `1.7.99+stevedore.${VERSION}`;

/** The Version API's revision: names the program behind the socket. */
export const REVISION = `stevedore-${VERSION}`;
