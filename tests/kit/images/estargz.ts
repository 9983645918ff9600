import { buildEstargz } from "@stevedore/estargz";
import { busyboxLayers, BUSYBOX_CONFIG } from "./busybox.ts";
import { cached } from "./cache.ts";
import { createLayout, hostArchitecture, MEDIA, type Descriptor } from "./layout.ts";
import { createTar } from "./tar.ts";

/** Files `/data/0`, `/data/1`, … of a megabyte of noise each. */
export const LAZY_FILES = 12;

/** Busybox with its layers as eStargz, and one of noise above: what can be started before it has arrived. Returns its OCI layout. */
export async function estargzImage(files = LAZY_FILES): Promise<string> {
  const { layers, recipe } = await busyboxLayers();
  const noise = createTar(Array.from({ length: files }, (_, i) => ({ name: `data/${i}`, data: noiseOf(i) })));
  return cached(`estargz-${files}`, { ...recipe, files, version: 1 }, async (dir) => {
    const layout = await createLayout(dir);
    const made: { descriptor: Descriptor; diffId: string }[] = [];
    for (const layer of [...layers, { tar: noise }]) {
      if (!("tar" in layer)) throw new Error("expected a tar in memory");
      const parts: Buffer[] = [];
      const { diffId, tocDigest } = await buildEstargz((async function* () { yield layer.tar; })(), { write: (bytes) => void parts.push(bytes), chunkSize: 300_000 });
      const added = await layout.addBlob(Buffer.concat(parts), `${MEDIA.layer}+gzip`);
      made.push({ diffId, descriptor: { ...added, annotations: { "containerd.io/snapshot/stargz/toc.digest": tocDigest } } });
    }
    const json = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));
    const platform = { architecture: hostArchitecture(), os: "linux" };
    const config = await layout.addBlob(json({ created: "2024-01-01T00:00:00Z", ...platform, config: BUSYBOX_CONFIG, rootfs: { type: "layers", diff_ids: made.map(({ diffId }) => diffId) } }), MEDIA.config);
    const manifest = await layout.addBlob(json({ schemaVersion: 2, mediaType: MEDIA.manifest, config, layers: made.map(({ descriptor }) => descriptor) }), MEDIA.manifest);
    await layout.finish({ ...manifest, platform });
  });
}

// The same on every run, and nothing that compresses.
function noiseOf(seed: number): Buffer {
  const bytes = Buffer.alloc(1 << 20);
  for (let i = 0, state = seed * 2 + 1; i < bytes.length; i += 4) {
    state = Math.imul(state, 1_664_525) + 1_013_904_223;
    bytes.writeInt32LE(state ^ (state >>> 15), i);
  }
  return bytes;
}
