import { type HeaderFault, notATarHeader, type RawHeader, TypeFlag } from "./header.ts";
import { applyPax, parsePax, type PaxRecords } from "./pax.ts";

/** What the headers before an entry say of it. */
export interface Extensions {
  pax: PaxRecords | undefined;
  longName: string | undefined;
  longLink: string | undefined;
}

/** Extended headers are held in memory: Go's reader, and so containerd, takes no larger ones either. */
export const MAX_EXTENSION_BYTES = 1 << 20;

const NO_XATTRS: ReadonlyMap<string, Buffer> = new Map();

export function noExtensions(): Extensions {
  return { pax: undefined, longName: undefined, longLink: undefined };
}

/** Takes the body of a header that extends the next entry. A global one says nothing that containerd heeds. @throws what `fault` makes */
export function addExtension(extensions: Extensions, type: number, body: Buffer, fault: HeaderFault = notATarHeader): void {
  if (type === TypeFlag.pax) extensions.pax = parsePax(body, fault);
  else if (type === TypeFlag.gnuLongName) extensions.longName = untilNul(body);
  else if (type === TypeFlag.gnuLongLink) extensions.longLink = untilNul(body);
}

/** Changes a header as its extensions say, and returns the extended attributes among them. @throws what `fault` makes */
export function extendHeader(header: RawHeader, { pax, longName, longLink }: Extensions, fault: HeaderFault = notATarHeader): ReadonlyMap<string, Buffer> {
  const xattrs = pax === undefined ? NO_XATTRS : applyPax(header, pax, fault);
  if (longName !== undefined) header.name = longName;
  if (longLink !== undefined) header.linkName = longLink;
  return xattrs;
}

/** Whether extensions wait for their entry. */
export function isExtended({ pax, longName, longLink }: Extensions): boolean {
  return pax !== undefined || longName !== undefined || longLink !== undefined;
}

function untilNul(body: Buffer): string {
  const end = body.indexOf(0);
  return body.toString("latin1", 0, end < 0 ? body.length : end);
}
