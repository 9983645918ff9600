/** Our own version. */
export const VERSION = "0.1.0";

/**
 * What the Version API says: the release of containerd whose API this is, and whose build. Clients steer by it: from 2.0.0 on
 * nerdctl sends pulls, pushes, imports and exports through the Transfer service.
 */
export const CONTAINERD_VERSION = `2.3.4+stevedore.${VERSION}`;

/** The Version API's revision: names the program behind the socket. */
export const REVISION = `stevedore-${VERSION}`;
