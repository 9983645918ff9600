/** Our own version. */
export const VERSION = "0.1.0";

/**
 * What the Version API says. Clients steer by it: from 2.0.0 on nerdctl sends pulls, pushes, imports and exports through the
 * Transfer service. That has not been tried with nerdctl yet; below 2.0.0 it uses the services that ctr 1.6 is tested with.
 */
export const CONTAINERD_VERSION = `1.7.99+stevedore.${VERSION}`;

/** The Version API's revision: names the program behind the socket. */
export const REVISION = `stevedore-${VERSION}`;
