/** What an endpoint's URL says to the client. */
export interface Endpoint {
  endPoint: string;
  port: number;
  useSSL: boolean;
}

export function parseEndpoint(text: string): Endpoint {
  const url = new URL(text);
  const useSSL = url.protocol === "https:";
  return { endPoint: url.hostname.replace(/^\[|\]$/g, ""), port: Number(url.port) || (useSSL ? 443 : 80), useSSL };
}
