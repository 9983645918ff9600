/** How a message of one type crosses a wire. `Properties` is what may be sent, `Message` what is received. */
export interface Codec<Properties, Message> {
  encode(message: Properties): Uint8Array;
  decode(bytes: Uint8Array): Message;
}

interface GeneratedType<Properties, Message> {
  encode(message: Properties): { finish(): Uint8Array };
  decode(bytes: Uint8Array): Message;
}

/** Makes a codec of a generated message class, which is named by a function so that it isn't made before its first message. */
export function codec<Properties, Message>(type: () => GeneratedType<Properties, Message>): Codec<Properties, Message> {
  return {
    encode: (message) => type().encode(message).finish(),
    decode: (bytes) => type().decode(bytes),
  };
}
