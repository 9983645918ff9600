/** One scheme of a `WWW-Authenticate` header; names of scheme and parameters are in lower case. */
export interface Challenge {
  scheme: string;
  parameters: Record<string, string>;
}

const TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
const PARAMETER = new RegExp(`\\s*,?\\s*(${TOKEN})\\s*=\\s*(?:"((?:[^"\\\\]|\\\\.)*)"|(${TOKEN}))`, "y");
const SCHEME = new RegExp(`\\s*,?\\s*(${TOKEN})(?=\\s|,|$)`, "y");

/** Reads `WWW-Authenticate` headers (RFC 9110, 11.6.1); what can't be read is left out. */
export function parseChallenges(headers: readonly string[]): Challenge[] {
  return headers.flatMap(parseHeader);
}

function parseHeader(header: string): Challenge[] {
  const challenges: Challenge[] = [];
  let position = 0;
  const next = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = position;
    const match = pattern.exec(header);
    if (match !== null) position = pattern.lastIndex;
    return match;
  };
  for (let scheme = next(SCHEME); scheme !== null; scheme = next(SCHEME)) {
    const parameters: Record<string, string> = {};
    for (let match = next(PARAMETER); match !== null; match = next(PARAMETER)) {
      const [, name = "", quoted, plain] = match;
      parameters[name.toLowerCase()] = quoted === undefined ? (plain ?? "") : quoted.replace(/\\(.)/g, "$1");
    }
    challenges.push({ scheme: (scheme[1] as string).toLowerCase(), parameters });
  }
  return challenges;
}
