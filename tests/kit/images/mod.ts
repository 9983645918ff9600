export { busyboxImage, multiPlatformImage, BUSYBOX_CONFIG, GROUP, PASSWD } from "./busybox.ts";
export { CACHE_DIR, cached } from "./cache.ts";
export { debianImage } from "./debian.ts";
export { featuresImage } from "./features.ts";
export { bomb, hostileLayers, layoutOf } from "./hostile.ts";
export { largeImage, smallFilesImage } from "./large.ts";
export * from "./layout.ts";
export { pushLayout, type Manifest } from "./push.ts";
export { createTar, entryBlocks, type TarEntry } from "./tar.ts";
