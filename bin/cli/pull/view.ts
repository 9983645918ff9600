import type { WriteStream } from "node:tty";
import { formatBytes } from "../format.ts";
import type { LayerRow, PullModel } from "./model.ts";

/** Shows a pull while it goes on. */
export interface PullView {
  /** Something has changed. */
  update(): void;
  /** The last word; with why it failed, if it did. */
  end(failure?: string): void;
}

type Out = Pick<WriteStream, "write"> & Partial<Pick<WriteStream, "isTTY" | "columns" | "rows">>;

/** Live on a terminal; else lines: JSON, or words. */
export function createPullView(model: PullModel, { json, out }: { json: boolean; out: Out }): PullView {
  if (json) return createLines(model, { out, everyMs: 500, layerLine: (row) => JSON.stringify(layerJson(row)), wholeLine: (failure) => JSON.stringify(wholeJson(model, failure)) });
  if (out.isTTY === true) return createLive(model, out);
  return createLines(model, { out, everyMs: 5000, layerLine: (row) => `${short(row.digest)}  ${describe(row)}`, wholeLine: (failure) => wholeLine(model, failure) });
}

interface LineOptions {
  out: Out;
  /** Between two lines about a layer that moves within a phase. */
  everyMs: number;
  layerLine(row: LayerRow): string;
  wholeLine(failure?: string): string;
}

// A line for each step: the whole's phases, each layer's, and from time to time how one moves.
function createLines(model: PullModel, { out, everyMs, layerLine, wholeLine }: LineOptions): PullView {
  const told = new Map<string, { phase: string; at: number }>();
  let whole = "";
  const say = (line: string): void => void (line !== "" && out.write(`${line}\n`));
  const update = (): void => {
    if (model.status !== whole) {
      whole = model.status;
      say(wholeLine());
    }
    const at = performance.now();
    for (const row of model.layers) {
      const last = told.get(row.digest);
      if (last?.phase === row.phase && (!isMoving(row) || at - last.at < everyMs)) continue;
      told.set(row.digest, { phase: row.phase, at });
      say(layerLine(row));
    }
  };
  return {
    update,
    end(failure) {
      update();
      say(wholeLine(failure ?? ""));
    },
  };
}

const FRAME_MS = 100;
// Above the lines of a small terminal only what moves is shown.
const MARGIN = 4;

function createLive(model: PullModel, out: Out): PullView {
  let drawn = 0;
  let isDirty = true;
  const draw = (lines: readonly string[]): void => {
    // A terminal that doesn't know its size has 0.
    const width = out.columns || 80;
    const up = drawn > 0 ? `\u001B[${drawn}A` : "";
    out.write(`${up}\r\u001B[J${lines.map((line) => line.slice(0, width - 1)).join("\n")}\n`);
    drawn = lines.length;
  };
  const frame = (): void => {
    const room = Math.max(1, (out.rows || 24) - MARGIN);
    const all = model.layers;
    const shown = all.length <= room ? all : all.filter(isMoving).slice(0, room);
    const settled = all.filter(isSettled).length;
    draw([`${model.reference}  ${model.phase}  ${(model.elapsedMs / 1000).toFixed(1)} s  ${settled} of ${all.length} layers`, ...shown.map((row) => `${short(row.digest)}  ${bar(row)}  ${describe(row)}`), ...(model.status === "" ? [] : [model.status])]);
  };
  const timer = setInterval(() => {
    // Time passes for the rates, too, even when nothing comes.
    if (isDirty || model.layers.some(isMoving)) frame();
    isDirty = false;
  }, FRAME_MS);
  return {
    update() { isDirty = true; },
    end(failure) {
      clearInterval(timer);
      frame();
      out.write(`${wholeLine(model, failure ?? "")}\n`);
    },
  };
}

const BAR = 20;

function bar({ phase, bytes, size }: LayerRow): string {
  const share = phase === "waiting" || size === 0 ? 0 : Math.min(1, bytes / size);
  const full = Math.round(share * BAR);
  return `[${"=".repeat(full)}${" ".repeat(BAR - full)}]`;
}

function describe(row: LayerRow): string {
  const { phase, bytes, size, meter } = row;
  if (!isMoving(row)) return `${phase.padEnd(7)} ${formatBytes(size)}`;
  const left = meter.secondsLeft(size);
  const rate = meter.isMeasured() ? `, ${formatBytes(Math.round(meter.rate()))}/s` : "";
  return `${phase.padEnd(7)} ${formatBytes(bytes)} of ${formatBytes(size)}${rate}${left === undefined ? "" : `, ${Math.ceil(left)} s left`}`;
}

function isMoving({ phase }: LayerRow): boolean {
  return phase === "fetch" || phase === "unpack";
}

function isSettled({ phase }: LayerRow): boolean {
  return phase === "done" || phase === "exists";
}

function short(digest: string): string {
  return digest.slice(0, "sha256:".length + 12);
}

// Without a word of failure the pull goes on; an empty one says that it has ended well.
function wholeLine(model: PullModel, failure?: string): string {
  if (failure === undefined) return model.status;
  // Why is said on stderr.
  if (failure !== "") return `failed after ${(model.elapsedMs / 1000).toFixed(1)} s`;
  const fetched = model.layers.filter(({ phase }) => phase !== "exists").reduce((sum, { size }) => sum + size, 0);
  return `${model.reference}  ${model.digest}  ${formatBytes(fetched)} in ${(model.elapsedMs / 1000).toFixed(1)} s`;
}

function layerJson({ digest, phase, bytes, size, meter }: LayerRow): unknown {
  const left = meter.secondsLeft(size);
  return { layer: digest, phase, bytes, size, rate: Math.round(meter.rate()), ...(left === undefined ? {} : { secondsLeft: Math.ceil(left) }) };
}

function wholeJson(model: PullModel, failure?: string): unknown {
  const { reference, status, digest, elapsedMs } = model;
  if (failure === undefined) return { phase: model.phase, status };
  const end = failure === "" ? { phase: "done", digest } : { phase: "failed", error: failure };
  return { ...end, reference, elapsedMs: Math.round(elapsedMs) };
}
