/** NATS subjects of events: `events.<namespace>.<topic>`, the topic's slashes as dots. */
export const SUBJECT_PREFIX = "events";
export const STREAM_NAME = "EVENTS";

/** The subject of an event; a dot inside a namespace or component is written `%2E`, since dots separate tokens. */
export function subjectOf(namespace: string, topic: string): string {
  const tokens = [namespace, ...topic.split("/").filter((component) => component !== "")];
  return [SUBJECT_PREFIX, ...tokens.map((token) => token.replaceAll(".", "%2E"))].join(".");
}
