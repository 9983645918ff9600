import { stripVTControlCharacters } from "node:util";
import { containerd } from "@stevedore/api";
import { MediaType } from "@stevedore/oci";
import { expect, test } from "vitest";
import { createPullModel } from "../cli/pull/model.ts";
import { createPullView } from "../cli/pull/view.ts";

const digest = `sha256:${"a".repeat(64)}`;
const layer = (event: string, progress: number) => containerd.types.transfer.Progress.create({ event, name: "layer", progress, total: 4_000_000, desc: { mediaType: MediaType.ociLayer, digest, size: 4_000_000 } });

/** What a view writes of a layer that has just begun to come. */
function firstWords(terminal: { isTTY?: boolean; columns?: number; rows?: number }): string {
  const model = createPullModel("registry.example/app:1");
  let written = "";
  const view = createPullView(model, { json: false, out: { write: (text: string | Uint8Array) => ((written += String(text)), true), ...terminal } });
  model.take(containerd.types.transfer.Progress.create({ event: "Pulling from OCI Registry (registry.example/app:1)" }));
  model.take(layer("downloading", 1_000_000));
  view.update();
  view.end("given up");
  return written;
}

test.each([["lines", {}], ["a terminal that doesn't know its size", { isTTY: true, columns: 0, rows: 0 }]])("%s: nothing is cut off, and a layer that has just begun is not standing still", (_, terminal) => {
  const words = firstWords(terminal);
  expect(words).toContain("Pulling from OCI Registry (registry.example/app:1)\n");
  expect(words).toMatch(/fetch +1\.0 MB of 4\.0 MB\n/);
  expect(words).not.toContain("0 B/s");
});

test("a narrow terminal's lines are cut to its width", () => {
  for (const line of firstWords({ isTTY: true, columns: 40, rows: 20 }).split("\n").slice(0, -2)) expect(stripVTControlCharacters(line).replace("\r", "").length).toBeLessThan(40);
});
