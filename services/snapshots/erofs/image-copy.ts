import { closeSync, openSync, rmSync } from "node:fs";
import { invalidArgument } from "@stevedore/errors";
import { isImage } from "./image-reader.ts";
import { publishImage } from "./publish-image.ts";
import { writeWhole } from "./image-file.ts";

/** Takes the bytes of an EROFS image as they come. */
export interface ImageCopy {
  write(chunk: Buffer): void;
  /** Puts the image in its place. @throws InvalidArgument when it is none */
  end(): void;
  /** Removes what is not complete. */
  abandon(): void;
}

/** Writes an image that somebody else has made. Blocks: for a worker thread. */
export function createImageCopy(output: string): ImageCopy {
  const draft = `${output}.new`;
  const fd = openSync(draft, "w", 0o644);
  let position = 0;
  let isOpen = true;
  const close = (): void => {
    if (isOpen) closeSync(fd);
    isOpen = false;
  };
  return {
    write(chunk) {
      writeWhole(fd, chunk, position);
      position += chunk.length;
    },
    end() {
      if (!isImage(draft)) throw invalidArgument(`the layer is no EROFS image, as its media type says: its ${position} bytes have no superblock of one`);
      close();
      publishImage(draft, output);
    },
    abandon() {
      close();
      rmSync(draft, { force: true });
    },
  };
}
