/** The daemons that this test file has running: each removes what a test that began then has left of containers, and is started again when it was stopped. */
export const liveSides = new Set<(since: Date) => Promise<void>>();
