import { largeImage, must, pushLayout, smallFilesImage, transferPull, type Side } from "@stevedore/tests/kit";
import type { Context } from "../context.ts";
import { takeTurns, timed, type Result } from "../rounds.ts";

/**
 * Pulls from a registry on loopback. Stock 1.6 has one way, its client unpacks; ours is measured that way with the same
 * client, and with the server unpacking (Transfer), each against stock's one way.
 */
export async function measurePull(context: Context): Promise<Result[]> {
  const images = [
    { name: "one layer of 320 MB", layout: await largeImage(1, 320), target: 0.8 },
    { name: "8 layers of 40 MB", layout: await largeImage(8, 40), target: 0.6 },
    { name: "20,000 small files", layout: await smallFilesImage(20_000), target: undefined },
  ];
  const results: Result[] = [];
  for (const [index, { name, layout, target }] of images.entries()) {
    const reference = await pushLayout(context.registry, layout, `bench-${index}`);
    const rounds = context.rounds(5);
    const server = { name: `pull of ${name}, the server unpacks`, unit: "ms" as const, stock: [] as number[], ours: [] as number[], target };
    const client = await takeTurns({
      name: `pull of ${name}, \`ctr\` 1.6 unpacks`,
      rounds,
      stock: () => clean(context.stock, reference, () => byClient(context.stock, reference)),
      ours: async (round) => {
        const sample = await clean(context.ours, reference, () => byClient(context.ours, reference));
        const transferred = await clean(context.ours, reference, () => transferPull(context.ours.address, { reference, namespace: context.ours.namespace }));
        if (round >= 0) server.ours.push(transferred);
        return sample;
      },
    });
    results.push(client, { ...server, stock: client.stock });
  }
  return results;
}

function byClient(side: Side, reference: string): Promise<string> {
  return side.must(["images", "pull", "--plain-http", reference], { timeout: 300_000 });
}

/** The time of one pull into a store that doesn't have the image; what it wrote is on disk and gone before the next one. */
async function clean(side: Side, reference: string, pull: () => Promise<unknown>): Promise<number> {
  await must("sync", []);
  const sample = await timed(pull);
  await side.must(["images", "rm", "--sync", reference], { timeout: 300_000 });
  return sample;
}
