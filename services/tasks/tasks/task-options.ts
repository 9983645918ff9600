import { messageTypeOf, typeNameOf, type google } from "@stevedore/api";
import { messageOf, unknownError, unknownTypeUrl } from "@stevedore/errors";

interface OptionsType<T> {
  name: string;
  codec: { decode(bytes: Uint8Array): T };
  /** What containerd calls them: `task create option`. */
  words: string;
}

/** The options of a client's request, where it sent any. @throws Unknown for those of another type, in containerd's words */
export function decodeTaskOptions<T>(options: google.protobuf.IAny | null | undefined, { name, codec, words }: OptionsType<T>, runtime: string): T | undefined {
  if (options == null) return undefined;
  const given = typeNameOf(options);
  if (messageTypeOf(given) === undefined) throw unknownTypeUrl(options.type_url ?? "");
  if (given !== name) throw unknownError(`invalid ${words} for ${runtime}`);
  try {
    return codec.decode(options.value ?? new Uint8Array(0));
  } catch (error) {
    throw unknownError(`${words}s: ${messageOf(error)}`, { cause: error });
  }
}
