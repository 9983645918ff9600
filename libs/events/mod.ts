export type { BusEvent, Envelope, EventBus, SubscribeOptions } from "./bus.ts";
export { checkEnvelope } from "./envelope.ts";
export { createNatsBus, type NatsBusOptions } from "./nats-bus.ts";
export { createPublisher, type Publisher, type PublisherOptions } from "./publisher.ts";
export { createSilentBus } from "./silent-bus.ts";
export { STREAM_NAME, SUBJECT_PREFIX, subjectOf } from "./subject.ts";
