export { validateIdentifier, MAX_IDENTIFIER_LENGTH } from "./identifier.ts";
export { validateLabels, compactLabels, requireLabelKeys, MAX_LABEL_BYTES } from "./labels.ts";
export { applyMapMask, type MapChange } from "./map-mask.ts";
export { validateDigest, isDigest } from "./digest.ts";
export { validateTopic } from "./topic.ts";
