import { nowTimestamp, type SandboxStoreService } from "@stevedore/api";
import { alreadyExists, invalidArgument, notFound, wrapError } from "@stevedore/errors";
import { lookupIn, type FieldLookup } from "@stevedore/filters";
import type { MetadataStore } from "@stevedore/metadata";
import { compactLabels, validateIdentifier } from "@stevedore/names";
import type { Handlers } from "@stevedore/rpc";
import { compileRecordFilters } from "../record-filter.ts";
import { deleteSandbox, findSandbox, getSandbox, listSandboxes, putSandbox, requireSandboxes, type Sandbox, type SandboxFields } from "./sandbox-records.ts";
import { applyUpdate } from "./sandbox-update.ts";

/** containerd.services.sandbox.v1.Store: records of sandboxes. What they tell of has its own life, with its controller. */
export function createSandboxStoreHandlers(store: MetadataStore): Handlers<typeof SandboxStoreService> {
  return {
    get: ({ sandboxId }, { namespace }) => ({ sandbox: getSandbox(store, namespace, sandboxId) }),
    list({ filters }, { namespace }) {
      const matches = compileRecordFilters(filters, lookupOf);
      return { list: [...listSandboxes(store, namespace)].filter(matches) };
    },
    create: async ({ sandbox }, { namespace }) => ({ sandbox: await create(store, namespace, requireRuntime(sandbox)) }),
    update: async ({ sandbox, fields }, { namespace }) => ({ sandbox: await update(store, namespace, requireRuntime(sandbox), fields) }),
    async delete({ sandboxId }, { namespace }) {
      await store.transact((tx) => {
        requireSandboxes(tx, namespace);
        if (!deleteSandbox(tx, namespace, sandboxId)) throw notFound(`failed to delete sandbox ${JSON.stringify(sandboxId)}: not found`, { verbatim: true });
      });
      return {};
    },
  };
}

/** containerd takes both for granted. @throws InvalidArgument */
export function requireRuntime(sandbox: SandboxFields | null | undefined): SandboxFields {
  if (sandbox == null) throw invalidArgument("sandbox must be set");
  if (sandbox.runtime == null) throw invalidArgument("sandbox.Runtime must be set");
  return sandbox;
}

function lookupOf({ sandboxId, labels }: Sandbox): FieldLookup {
  return ([field, ...rest]) => {
    if (field === "id") return sandboxId;
    return field === "labels" ? lookupIn(labels, rest) : undefined;
  };
}

async function create(store: MetadataStore, namespace: string, requested: SandboxFields): Promise<SandboxFields> {
  const id = requested.sandboxId ?? "";
  try {
    validateIdentifier(id, "invalid sandbox ID");
  } catch (error) {
    throw wrapError("failed to validate sandbox", error);
  }
  const now = nowTimestamp();
  const sandbox = { ...requested, labels: compactLabels(requested.labels), createdAt: now, updatedAt: now };
  await store.transact((tx) => {
    if (findSandbox(tx, namespace, id) !== undefined) {
      throw alreadyExists(`write error: sandbox bucket ${JSON.stringify(id)} already exists: already exists`, { verbatim: true });
    }
    putSandbox(tx, namespace, sandbox);
  });
  return sandbox;
}

function update(store: MetadataStore, namespace: string, requested: SandboxFields, fields: readonly string[]): Promise<SandboxFields> {
  return store.transact((tx) => {
    const stored = getSandbox(tx, namespace, requested.sandboxId ?? "");
    const sandbox = { ...applyUpdate(stored, requested, fields), updatedAt: nowTimestamp() };
    putSandbox(tx, namespace, sandbox);
    return sandbox;
  });
}
