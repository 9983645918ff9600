import koffi from "koffi";

/** The C library, loaded once, for what has no errors that matter. */
export const libc = koffi.load("libc.so.6");
