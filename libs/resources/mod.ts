export { createCollection, nameOfAny, type Collection, type NameOf, type ResourceName, type Written } from "./collection.ts";
export { createResourcesHandlers, type Resource, type ResourceSource } from "./handlers.ts";
