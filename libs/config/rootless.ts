/** The user id of whoever runs this, if that is not root. In the user namespace of such a user's host STEVEDORE_ROOTLESS carries it. */
export function ordinaryUser(env: NodeJS.ProcessEnv = process.env): number | undefined {
  const uid = Number(env["STEVEDORE_ROOTLESS"] || process.getuid?.() || 0);
  return uid > 0 ? uid : undefined;
}

/** A host's default directories: the system's for root, the XDG base directories for an ordinary user. */
export function defaultDirectories(env: NodeJS.ProcessEnv, user: number | undefined): { root: string; state: string } {
  if (user === undefined) return { root: "/var/lib/stevedore", state: "/run/stevedore" };
  const data = env["XDG_DATA_HOME"] || `${env["HOME"] || `/tmp/home-${user}`}/.local/share`;
  return { root: `${data}/stevedore`, state: `${env["XDG_RUNTIME_DIR"] || `/run/user/${user}`}/stevedore` };
}
