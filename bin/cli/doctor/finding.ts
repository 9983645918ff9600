/** One thing that was looked at. */
export interface Finding {
  level: "ok" | "warn" | "fail";
  what: string;
  detail: string;
  /** What to do about it. */
  mend?: string;
}

export function ok(what: string, detail: string): Finding {
  return { level: "ok", what, detail };
}

export function warn(what: string, detail: string, mend: string): Finding {
  return { level: "warn", what, detail, mend };
}

export function fail(what: string, detail: string, mend: string): Finding {
  return { level: "fail", what, detail, mend };
}
