export { openBucket, type Bucket, type BucketOptions, type OpenUpload, type Part, type PartPlace, type StoredObject } from "./bucket.ts";
export { tryBucket } from "./try-bucket.ts";
