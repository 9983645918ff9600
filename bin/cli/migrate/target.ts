import { ContentService, ImagesService, IngestsService, LeasesService, NamespacesService } from "@stevedore/api";
import { isError, unavailable } from "@stevedore/errors";
import { createClient, type Client } from "@stevedore/rpc";
import { connectService } from "../service-channel.ts";

/** The services of a host that a migration writes to, on the sockets that they have for each other: blobs come as files. */
export interface Target extends AsyncDisposable {
  content: Client<typeof ContentService>;
  ingests: Client<typeof IngestsService>;
  images: Client<typeof ImagesService>;
  leases: Client<typeof LeasesService>;
  namespaces: Client<typeof NamespacesService>;
}

/** @throws Unavailable when no host runs in that state directory */
export async function openTarget(state: string): Promise<Target> {
  const [content, images] = await Promise.all([connectService(state, "content"), connectService(state, "images")]);
  const close = async (): Promise<void> => void (await Promise.all([content.close(), images.close()]));
  const target = {
    content: createClient(ContentService, content),
    ingests: createClient(IngestsService, content),
    images: createClient(ImagesService, images),
    leases: createClient(LeasesService, images),
    namespaces: createClient(NamespacesService, images),
    [Symbol.asyncDispose]: close,
  };
  try {
    await target.namespaces.list({}, { timeoutMs: 30_000 });
    return target;
  } catch (error) {
    await close();
    throw isError(error, "unavailable") ? unavailable(`no host answers in ${state}`, { hint: "start one with `stevedore up`; --state names another", cause: error }) : error;
  }
}
