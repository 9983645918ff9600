import type { ServiceDescriptor } from "@stevedore/api";
import { unimplemented } from "@stevedore/errors";
import type { Channel, Route } from "@stevedore/rpc";

export interface Router {
  /** Finds who answers `/package.Service/Method`. @throws Unimplemented naming what is unknown */
  find(path: string): Route;
  /** Every service that the public socket answers. */
  services(): string[];
}

/** Routes public services to channels: of other processes, or of the gateway's own table. */
export function createRouter(owners: readonly { channel: Channel; services: readonly ServiceDescriptor[] }[]): Router {
  const routes = new Map<string, Route>();
  const names: string[] = [];
  for (const { channel, services: owned } of owners) {
    for (const service of owned) {
      names.push(service.name);
      for (const method of Object.values(service.methods)) routes.set(`/${service.name}/${method.name}`, { service: service.name, method, channel });
    }
  }
  return {
    services: () => names,
    find(path) {
      const route = routes.get(path);
      if (route !== undefined) return route;
      const at = path.lastIndexOf("/");
      const [service, method] = [path.slice(1, at), path.slice(at + 1)];
      const known = names.includes(service);
      throw unimplemented(known ? `unknown method ${method} for service ${service}` : `unknown service ${service}`, { verbatim: true });
    },
  };
}

